import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

/** File, what it imports, and what the linter has to say to that. */
const REFUSED = [
  ["lib/notifications/contract.ts", "./server/env", "contract imports zod"],
  ["lib/notifications/contract.ts", "postgres", "contract imports zod"],
  ["db/feed/append.ts", "../../lib/notifications/feed/append", "database knows nothing"],
  ["db/feed/append.ts", "@/lib/demo/users", "database knows nothing"],
  ["db/feed/append.ts", "next/server", "SQL only"],
  ["db/connection/pool.ts", "../schema", "know no table"],
  ["lib/notifications/telemetry/log.ts", "../server/env", "knows nothing of what it watches"],
  ["lib/notifications/rate-limit/window.ts", "../feed/append", "knows nothing of what goes through it"],
  ["lib/notifications/stream/hub.ts", "../contract", "Streams know no notification"],
  ["lib/notifications/stream/hub.ts", "../../../db/feed/list", "Streams know no notification"],
  ["lib/notifications/stream/hub.ts", "postgres", "Streams know no notification"],
  ["lib/notifications/stream/bus/redis-bus.ts", "../../feed/frames", "Streams know no notification"],
  ["lib/notifications/feed/append.ts", "../server/runtime", "does not know who asks"],
  ["lib/notifications/feed/append.ts", "../client/feed/api", "does not know who asks"],
  ["lib/notifications/feed/append.ts", "ioredis", "knows no framework"],
  ["lib/notifications/server/health.ts", "../../../components/notifications/bell", "does not know its pages"],
  ["lib/notifications/server/health.ts", "@/lib/demo/users", "nothing around it"],
  ["lib/notifications/server/health.ts", "../../demo/users", "nothing around it"],
  ["lib/notifications/client/requests/api.ts", "../../server/env", "contract alone"],
  ["lib/notifications/client/requests/api.ts", "../../../../db/feed/list", "contract alone"],
  ["lib/notifications/client/requests/api.ts", "ioredis", "runs in a browser"],
  ["lib/notifications/client/requests/api.ts", "../connection/alarms", "point one way"],
  ["lib/notifications/client/connection/alarms.ts", "../outbox/outbox", "point one way"],
  ["lib/notifications/client/outbox/outbox.ts", "../feed/live-feed", "point one way"],
  ["lib/notifications/client/feed/live-feed.tsx", "../use-notifications", "point one way"],
  ["components/notifications/bell.tsx", "../../lib/notifications/server/auth/session", "never import server code"],
  ["components/notifications/bell.tsx", "../../db/feed/list", "never import server code"],
  ["components/notifications/bell.tsx", "node:fs", "never import server code"],
  ["components/notifications/bell.tsx", "../../lib/notifications/client/feed/live-feed", "rooms are its own"],
  ["components/notifications/bell.tsx", "../demo/card", "nothing around it"],
  ["components/notifications/ui/button.tsx", "../../../lib/notifications/contract", "Primitives know nothing"],
  ["components/notifications/ui/button.tsx", "../bell", "Primitives know nothing"],
  ["components/demo/card.tsx", "@/lib/notifications/server/env", "never import server code"],
  ["app/api/notifications/route.ts", "../../../db/feed/list", "SQL lives in db"],
  ["app/api/notifications/route.ts", "@/lib/demo/session", "nothing around it"],
  ["app/api/notifications/route.ts", "drizzle-orm", "no SQL"],
  ["app/api/notifications/route.ts", "ioredis", "no Redis"],
] as const;

const ALLOWED = [
  ["lib/notifications/contract.ts", "zod/mini"],
  ["lib/notifications/client/requests/api.ts", "../../contract"],
  ["lib/notifications/client/feed/live-feed.tsx", "../outbox/outbox"],
  ["components/notifications/bell.tsx", "../../lib/notifications/client"],
  ["components/notifications/bell.tsx", "../../lib/notifications/client/use-arrivals"],
  ["components/demo/card.tsx", "@/lib/notifications/client"],
  ["app/api/notifications/route.ts", "../../../lib/notifications/feed/list"],
  ["lib/notifications/feed/append.ts", "../../../db/feed/list"],
  ["lib/notifications/stream/hub.ts", "./cursor"],
] as const;

const IMPORTS: readonly (readonly [file: string, specifier: string, ...unknown[]])[] = [...REFUSED, ...ALLOWED];

const OTHERS = {
  "lib/notifications/feed/home.ts": "export const home = process.env.HOME;\n",
  "lib/notifications/feed/work.ts":
    "export async function work(): Promise<void> {}\n\nexport function start(): void {\n  work();\n}\n",
};

interface Complaint {
  code: string;
  help?: string;
  filename: string;
  labels: { span: { line: number } }[];
}

/** Files that break rules on purpose, in a folder with this project's linter configuration and nothing else. */
describe("the import rules", () => {
  let complaints: readonly Complaint[];

  beforeAll(() => {
    const folder = mkdtempSync(path.join(tmpdir(), "notifications-rules-"));
    try {
      for (const file of [".oxlintrc.json", "tsconfig.json"]) cpSync(file, path.join(folder, file));
      symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
      for (const [file, source] of Object.entries({ ...filesThatImport(), ...OTHERS })) {
        mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
        writeFileSync(path.join(folder, file), source);
      }
      const oxlint = path.resolve("node_modules/.bin/oxlint");
      const { stdout } = spawnSync(oxlint, ["--format", "json", "app", "components", "db", "lib"], {
        cwd: folder,
        encoding: "utf8",
      });
      complaints = (JSON.parse(stdout) as { diagnostics: Complaint[] }).diagnostics;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it.each(REFUSED)("in %s refuse %s", (file, specifier, complaint) => {
    expect(about(file, importsOf(file).indexOf(specifier) + 1)).toContainEqual(expect.stringContaining(complaint));
  });

  it.each(ALLOWED)("in %s allow %s", (file, specifier) => {
    expect(about(file, importsOf(file).indexOf(specifier) + 1).join()).not.toContain("no-restricted-imports");
  });

  it("refuse process.env outside lib/notifications/server/env.ts", () => {
    expect(about("lib/notifications/feed/home.ts", 1)).toContainEqual(expect.stringContaining("no-process-env"));
  });

  it("refuse a promise that nobody waits for", () => {
    expect(about("lib/notifications/feed/work.ts", 4)).toContainEqual(expect.stringContaining("no-floating-promises"));
  });

  /** What the linter says about a line, counted from 1. */
  function about(file: string, line: number): string[] {
    return complaints
      .filter(({ filename, labels }) => filename === file && labels.some(({ span }) => span.line === line))
      .map(({ code, help }) => `${code}: ${help}`);
  }
});

/** One import a line, in the order of importsOf. */
function filesThatImport(): Record<string, string> {
  const files = new Set(IMPORTS.map(([file]) => file));
  return Object.fromEntries(
    Array.from(files, (file) => {
      const lines = importsOf(file).map((specifier, index) => `import { thing as t${index} } from "${specifier}";\n`);
      return [file, `${lines.join("")}\nexport const use = [${lines.map((_, index) => `t${index}`).join(", ")}];\n`];
    }),
  );
}

function importsOf(file: string): string[] {
  return IMPORTS.flatMap(([importer, specifier]) => (importer === file ? specifier : []));
}
