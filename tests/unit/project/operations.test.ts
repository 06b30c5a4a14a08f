import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { PROBLEM_CODES } from "@/lib/notifications/problem";
import { DELIVERY_SOURCES } from "@/lib/notifications/stream/cursor";
import { Metrics } from "@/lib/notifications/telemetry/metrics";

const readme = readFileSync("lib/notifications/telemetry/README.md", "utf8");
const alerts = readFileSync("lib/notifications/telemetry/alerts.yaml", "utf8");
const dashboard = readFileSync("lib/notifications/telemetry/dashboard.json", "utf8");

/** The names of all metrics, as Prometheus stores them. */
async function metricNames(): Promise<Set<string>> {
  const metrics = new Metrics(
    { streams: () => 0, redisUp: () => true, connections: () => ({ busy: 0, waiting: 0 }) },
    { maxStreams: 1, maxConnections: 1, problems: PROBLEM_CODES, sources: DELIVERY_SOURCES },
  );
  metrics.started("1");
  const types = (await metrics.registry.metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm);
  return new Set(
    Array.from(types, ([, name = "", type]) =>
      type === "histogram" ? ["_bucket", "_sum", "_count"].map((part) => name + part) : [name],
    ).flat(),
  );
}

/** A series in PromQL; what follows a `by (` is a label. */
const SERIES = /\b(?:notifications|nodejs|process)_\w+/g;

describe("what operators are given", () => {
  it.each([
    ["alert", alerts],
    ["panel of the dashboard", dashboard],
  ])("has no %s on a metric that does not exist", async (_, text) => {
    const used = [...new Set([...text.matchAll(SERIES)].map(([name]) => name))];
    expect(used.length).toBeGreaterThan(8);
    const names = await metricNames();
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });

  it("has each metric of ours in the README, and no other", async () => {
    const [table = ""] = /\| metric `notifications_…` [\s\S]+?\n\n/.exec(readme) ?? [];
    const shown = [...table.matchAll(/^\| (`.+?`) \|/gm)]
      .flatMap(([, cell = ""]) => cell.split(", "))
      .map((name) => name.replaceAll("`", "").replace(/\{.*/, ""))
      .filter((name) => name !== "notifications_…");
    const ours = new Set(
      Array.from(await metricNames())
        .filter((name) => name.startsWith("notifications_"))
        .map((name) => name.replace("notifications_", "").replace(/_(bucket|sum|count)$/, "")),
    );
    expect(shown.toSorted()).toEqual([...ours].toSorted());
  });

  it("has each alert in the README with a runbook that is there", () => {
    const rules = [
      ...alerts.matchAll(
        /- alert: (\w+)[\s\S]+?severity: (\w+)[\s\S]+?runbook_url: lib\/notifications\/telemetry\/README\.md#(\S+)/g,
      ),
    ];
    const headings = new Set(
      [...readme.matchAll(/^## (.+)$/gm)].map(([, text = ""]) => text.toLowerCase().replaceAll(" ", "-")),
    );
    expect(rules).toHaveLength(alerts.match(/- alert:/g)?.length ?? 0);
    for (const [, name = "", severity, anchor = ""] of rules) {
      const row = readme.split("\n").find((line) => line.includes(`\`${name}\``) && line.startsWith("|"));
      expect(row).toContain(`| ${severity} |`);
      expect(row).toContain(`(#${anchor})`);
      expect(headings).toContain(anchor);
    }
  });

  it("has each event of the log in the README, and no other", () => {
    const sources = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const logged = sources.flatMap((file) =>
      Array.from(
        readFileSync(path.join("lib", file), "utf8").matchAll(/log\(\)\s*\.(\w+)\(\s*\{\s*event: "(\w+)"/g),
        ([, level, event]) => `${event} ${level}`,
      ),
    );
    const [table = ""] = /\| event \| level [\s\S]+?\n\n/.exec(readme) ?? [];
    const shown = [...table.matchAll(/^\| (`.+?`) \| (\w+) \|/gm)].flatMap(([, cell = "", level]) =>
      cell.split(", ").map((event) => `${event.replaceAll("`", "")} ${level}`),
    );
    expect(shown.toSorted()).toEqual([...new Set(logged)].toSorted());
  });

  it("has a dashboard in the form of Grafana: ids of its own, no overlaps, one data source to choose", () => {
    interface Panel {
      id: number;
      type: string;
      title: string;
      gridPos: { x: number; y: number; w: number; h: number };
      datasource?: { uid: string };
      targets?: { expr: string }[];
    }
    const { panels, schemaVersion, templating } = JSON.parse(dashboard) as {
      panels: Panel[];
      schemaVersion: number;
      templating: { list: { name: string; type: string }[] };
    };
    expect(schemaVersion).toBeGreaterThanOrEqual(36);
    expect(templating.list.map(({ name, type }) => `${name} ${type}`)).toEqual(["datasource datasource", "job query"]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
    for (const { datasource, targets, title } of panels.filter(({ type }) => type !== "row")) {
      expect(title).not.toBe("");
      expect(datasource?.uid).toBe("${datasource}");
      expect(targets).not.toHaveLength(0);
    }
  });
});
