import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** A folder with this project's linter configuration and nothing else, in which rules can be broken on purpose. */
describe("the import rules", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "notifications-rules-"));
    for (const file of [".oxlintrc.json", "tsconfig.json"]) cpSync(file, path.join(folder, file));
    symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Lints one file and returns what the linter said. */
  function lint(file: string, source: string): string {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, source);
    const { stdout } = spawnSync(path.resolve("node_modules/.bin/oxlint"), [file], { cwd: folder, encoding: "utf8" });
    rmSync(target);
    return stdout;
  }

  it.each([
    ["lib/contract.ts", "@/lib/env", "contract imports zod"],
    ["lib/contract.ts", "postgres", "contract imports zod"],
    ["db/feed.ts", "@/lib/feed/append", "database knows nothing"],
    ["db/feed.ts", "next/server", "SQL only"],
    ["lib/stream/hub.ts", "@/lib/contract", "Streams know no notification"],
    ["lib/stream/hub.ts", "@/db/feed", "Streams know no notification"],
    ["lib/stream/hub.ts", "postgres", "Streams know no notification"],
    ["lib/client/api.ts", "@/lib/env", "contract alone"],
    ["lib/client/api.ts", "@/db/feed", "contract alone"],
    ["lib/client/api.ts", "ioredis", "runs in a browser"],
    ["components/notifications/bell.tsx", "@/lib/auth/session", "never import server code"],
    ["components/notifications/bell.tsx", "@/db/feed", "never import server code"],
    ["components/notifications/bell.tsx", "node:fs", "never import server code"],
    ["components/ui/button.tsx", "@/lib/contract", "Primitives know nothing"],
    ["components/ui/button.tsx", "@/components/notifications/bell", "Primitives know nothing"],
    ["app/api/notifications/route.ts", "@/db/feed", "SQL lives in db"],
    ["app/api/notifications/route.ts", "drizzle-orm", "no SQL"],
    ["app/api/notifications/route.ts", "ioredis", "no Redis"],
    ["lib/feed/append.ts", "@/components/notifications/bell", "does not know its pages"],
    ["lib/feed/append.ts", "@/lib/client/api", "does not know its pages"],
    ["lib/feed/append.ts", "../env", "no-relative-parent-imports"],
  ])("in %s refuse %s", (file, specifier, complaint) => {
    expect(lint(file, `import { thing } from "${specifier}";\n\nexport const use = thing;\n`)).toContain(complaint);
  });

  it.each([
    ["lib/contract.ts", "zod/mini"],
    ["lib/client/api.ts", "@/lib/contract"],
    ["components/notifications/bell.tsx", "@/lib/client/use-notifications"],
    ["app/api/notifications/route.ts", "@/lib/feed/list"],
    ["lib/feed/append.ts", "@/db/feed"],
    ["lib/stream/hub.ts", "./cursor"],
  ])("in %s allow %s", (file, specifier) => {
    expect(lint(file, `import { thing } from "${specifier}";\n\nexport const use = thing;\n`)).not.toContain(
      "no-restricted-imports",
    );
  });

  it("refuse process.env outside lib/env.ts", () => {
    expect(lint("lib/feed/append.ts", "export const home = process.env.HOME;\n")).toContain("no-process-env");
  });

  it("refuse a promise that nobody waits for", () => {
    const source = "export async function work(): Promise<void> {}\n\nexport function start(): void {\n  work();\n}\n";
    expect(lint("lib/feed/append.ts", source)).toContain("no-floating-promises");
  });
});
