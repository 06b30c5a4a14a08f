import { describe, expect, it } from "vitest";

import { NOTHING_LOST, type Quantity, type Row } from "@/tests/load/bench/row";
import { judgeTargets } from "@/tests/load/bench/targets";

const CAST = { ours: "ours", webSocket: "ws", bareNext: "bare", bareStatement: "statement" };

function row(contender: string, workload: Row["workload"], figures: Record<string, number>): Row {
  const quantities = Object.entries(figures).map(([name, value]): [string, Quantity] => [
    name,
    { value, unit: "", rounds: "median" },
  ]);
  return { workload, title: workload, contender, figures: Object.fromEntries(quantities), ...NOTHING_LOST };
}

function verdicts(...rows: Row[]): [string, boolean][] {
  return judgeTargets(rows, CAST).map(({ name, met }) => [name, met]);
}

describe("targets", () => {
  it("are met at their limit and missed above it", () => {
    const webSocket = row("ws", "batches", { p99: 5 });
    expect(verdicts(webSocket, row("ours", "batches", { p99: 5 }))).toEqual([["p99 of delivery", true]]);
    expect(verdicts(webSocket, row("ours", "batches", { p99: 5.1 }))).toEqual([["p99 of delivery", false]]);
  });

  it("hold a storm against the opening of the floor, with a factor", () => {
    const floor = row("bare", "opening", { time: 10 });
    const [target] = judgeTargets([floor, row("ours", "storm", { "caught up": 11.4 })], CAST);
    expect(target?.limit.value).toBeCloseTo(11.5);
    expect(target?.met).toBe(true);
    expect(judgeTargets([floor, row("ours", "storm", { "caught up": 11.6 })], CAST)[0]?.met).toBe(false);
  });

  it("ask for a rate of batches, however fast the statement is", () => {
    const rate = (contender: string, notifications: number) => row(contender, "ingest-1000", { notifications });
    expect(verdicts(rate("statement", 30_000), rate("ours", 25_000))[0]?.[1]).toBe(true);
    expect(verdicts(rate("statement", 20_000), rate("ours", 24_999))[0]?.[1]).toBe(false);
  });

  it("set aside what Next takes for a request that does nothing", () => {
    const rate = (contender: string, notifications: number) => row(contender, "ingest-1", { notifications });
    // 1 ms less half a millisecond of Next: 2,000 a second.
    const [target] = judgeTargets([rate("ours", 1_000), rate("bare", 2_000), rate("statement", 3_000)], CAST);
    expect(target?.ours.value).toBeCloseTo(2_000);
    expect(target?.met).toBe(true);
    expect(verdicts(rate("ours", 1_000), rate("bare", 2_000), rate("statement", 4_000))[0]?.[1]).toBe(false);
  });

  it("say nothing about what was not measured", () => {
    expect(judgeTargets([row("ours", "batches", { p99: 5 })], CAST)).toEqual([]);
  });
});
