import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { promtool, startPrometheus, type Prometheus } from "@/tests/slow/prometheus/prometheus";
import { METRICS_KEY } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { eventually } from "@/tests/support/until";

import { ALERT_CASES, type Series } from "./alert-cases";

const RULES = path.resolve("lib/notifications/telemetry/alerts.yaml");
const rules = readFileSync(RULES, "utf8");
const readme = readFileSync("lib/notifications/telemetry/README.md", "utf8");
const dashboard = readFileSync("lib/notifications/telemetry/dashboard.json", "utf8");

/** The scrape configuration of the README, made for these instances, and as fast as a test would like it. */
function prometheusConfig(urls: readonly string[]): string {
  const [, shown = ""] = /```yaml\n(scrape_configs:[\s\S]+?)```/.exec(readme) ?? [];
  const targets = urls.map((url) => new URL(url).host).join(", ");
  const config = shown
    .replace(/targets: .+/, `targets: [${targets}]`)
    .replace(/credentials_file: .+/, "credentials_file: key");
  return `global: { scrape_interval: 1s, evaluation_interval: 1s }\nrule_files: [alerts.yaml]\n${config}`;
}

describe("alerts", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "notifications-alerts-"));
    return () => rm(folder, { recursive: true });
  });

  it("are rules that Prometheus takes", () => {
    expect(promtool(["check", "rules", RULES])).toContain("SUCCESS");
  });

  it("are all driven below", () => {
    const names = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(ALERT_CASES));
    expect(rules.match(/\n {8}for: /g)).toHaveLength(names.length);
  });

  it.each(Object.entries(ALERT_CASES))("%s fires when it should, and only then", async (name, { fires, passes }) => {
    const file = path.join(folder, `${name}.json`);
    const test = (series: Series, expected: readonly string[]) => ({
      interval: "15s",
      input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
      promql_expr_test: [
        {
          eval_time: "30m",
          expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
          exp_samples: expected.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
        },
      ],
    });
    const tests = [test(fires, [name]), test(passes, [])];
    // JSON is YAML.
    await writeFile(file, JSON.stringify({ rule_files: [RULES], evaluation_interval: "15s", tests }));
    expect(promtool(["test", "rules", file])).toContain("SUCCESS");
  });
});

describe("a Prometheus, configured as the README says", () => {
  let system: System;
  let prometheus: Prometheus;

  beforeAll(async () => {
    system = await System.start({ instances: 2 });
    const urls = system.apps.map(({ url }) => url);
    prometheus = await startPrometheus({
      "prometheus.yml": prometheusConfig(urls),
      "alerts.yaml": rules,
      key: METRICS_KEY,
    });
  });
  afterAll(async () => {
    await prometheus.stop();
    await system.stop();
  });

  it("finds nothing to object to in the names and types of the metrics", async () => {
    const headers = { Authorization: `Bearer ${METRICS_KEY}` };
    const text = await (await system.fetch("/api/metrics", { headers })).text();
    expect(promtool(["check", "metrics"], text)).toBe("");
  });

  it("has data for everything the dashboard shows, of every instance, and no alert", async () => {
    const [user = ""] = await system.addUsers(1);
    await system.notify(user);
    const streams = await Promise.all(
      system.apps.map(async ({ url }) => (await system.openStream(user, 0, url)).synced()),
    );
    const expressions = [...dashboard.matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(([, text = ""]) =>
      (JSON.parse(text) as string).replaceAll("$job", "notifications").replaceAll("$__rate_interval", "1m"),
    );
    expect(expressions.length).toBeGreaterThan(25);
    let without = expressions;
    await eventually(async () => {
      await system.notify(user);
      const found = await Promise.all(without.map((expression) => hasData(expression)));
      without = without.filter((_, index) => !found[index]);
      return without.length === 0;
    }).catch(() => {});
    expect(without).toEqual([]);
    for (const stream of streams) stream.close();

    const { groups } = await prometheus.ask<{ groups: { rules: { name: string; health: string; state: string }[] }[] }>(
      "rules",
    );
    const alerts = groups.flatMap(({ rules }) => rules);
    expect(alerts.map(({ name }) => name)).toEqual(Object.keys(ALERT_CASES));
    for (const { name, health, state } of alerts)
      expect({ name, health, state }).toEqual({ name, health: "ok", state: "inactive" });
    const { result } = await prometheus.ask<Vector>("query?query=up");
    expect(result).toHaveLength(2);
  });

  interface Vector {
    result: { value: [number, string] }[];
  }

  async function hasData(expression: string): Promise<boolean> {
    const { result } = await prometheus.ask<Vector>(`query?query=${encodeURIComponent(expression)}`);
    return result.some(({ value: [, number] }) => number !== "NaN");
  }
});
