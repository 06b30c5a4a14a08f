import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { README, withConfigurationTable } from "@/tests/readme/configuration-table";

const READMES = readdirSync(".", { recursive: true, encoding: "utf8" }).filter(
  (file) => path.basename(file) === "README.md" && !/(^|\/)(node_modules|\.[^/]+)\//.test(file),
);

const read = (file: string): string => readFileSync(file, "utf8");

/** The anchors of a file's headings, as GitHub makes them. */
function anchors(file: string): string[] {
  const headings = read(file)
    .replaceAll(/^```[\s\S]*?^```/gm, "")
    .matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe("the READMEs", () => {
  it.each(READMES)("%s links to files and headings that exist", (file) => {
    const links = [...read(file).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source,
    );
    const broken = links.filter((link = "") => {
      if (/^https?:/.test(link)) return false;
      const [target = "", anchor] = link.split("#");
      const linked = target === "" ? file : path.join(path.dirname(file), target);
      return !existsSync(linked) || (anchor !== undefined && !anchors(linked).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it("lead from the root to each of them", () => {
    const reached = new Set(["README.md"]);
    for (const file of reached)
      for (const [, link = ""] of read(file).matchAll(/\]\(([^)#\s]*README\.md)[)#]/g))
        reached.add(path.join(path.dirname(file), link));
    expect([...reached].toSorted()).toEqual(READMES.toSorted());
  });

  it.each(["layout.tsx", "notifications.tsx", "bread-basket.tsx", "globals.css"])(
    "show %s of the example app as it is tested",
    (file) => {
      const [shown] = read(`tests/example-app/app/${file}`).split("\n\nbody {");
      expect(read("components/notifications/README.md")).toContain(shown?.trim());
    },
  );

  it.each(["send.ts", "send.py", "send.go"])("show the producer %s as it is tested", (file) => {
    expect(read("app/api/README.md")).toContain(`\n${read(`tests/snippets/${file}`).trim()}\n\`\`\``);
  });

  it("name tests that exist, by their whole titles", () => {
    const room = "lib/notifications/server";
    const tests = [...read(`${room}/README.md`).matchAll(/\[([^\]]+)\]\(([^)]+\/tests\/[^)]+)\)/g)];
    expect(tests.length).toBeGreaterThan(30);
    for (const [, title = "", file = ""] of tests)
      expect(read(path.join(room, file)), file).toContain(`"${title.replace("…", "%s")}"`);
  });

  it("list every variable as env-variables.ts describes it (npm run docs:configuration writes the table)", () => {
    expect(read(README)).toBe(withConfigurationTable(read(README)));
  });
});
