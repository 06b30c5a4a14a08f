import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { withConfigurationTable } from "@/tests/readme/configuration-table";

const readme = readFileSync("README.md", "utf8");

describe("the README", () => {
  it.each(["layout.tsx", "notifications.tsx", "bread-basket.tsx", "globals.css"])(
    "shows %s of the example app as it is tested",
    (file) => {
      const [shown] = readFileSync(`tests/example-app/app/${file}`, "utf8").split("\n\nbody {");
      expect(readme).toContain(shown?.trim());
    },
  );

  it.each(["send.ts", "send.py", "send.go"])("shows the producer %s as it is tested", (file) => {
    expect(readme).toContain(`\n${readFileSync(`tests/snippets/${file}`, "utf8").trim()}\n\`\`\``);
  });

  it("names tests that are there, by their whole titles", () => {
    const security = readme.slice(readme.indexOf("## Security"), readme.indexOf("## Privacy"));
    const tests = [...security.matchAll(/\[([^\]]+)\]\((tests\/[^)]+)\)/g)];
    expect(tests.length).toBeGreaterThan(30);
    for (const [, title = "", file = ""] of tests)
      expect(readFileSync(file, "utf8"), file).toContain(`"${title.replace("…", "%s")}"`);
  });

  it("shows pictures that are there", () => {
    const pictures = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, address]) => address ?? "");
    expect(pictures.length).toBeGreaterThan(4);
    for (const picture of pictures) expect(readFileSync(picture).byteLength).toBeGreaterThan(1_000);
  });

  it("lists every variable of lib/notifications/server/env-variables.ts as that describes it (npm run docs:configuration writes it)", () => {
    expect(readme).toBe(withConfigurationTable(readme));
  });
});
