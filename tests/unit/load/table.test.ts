import { describe, expect, it } from "vitest";

import { quantityInWords } from "@/tests/load/bench/in-words";
import { mergeRounds } from "@/tests/load/bench/merge-rounds";
import { NOTHING_LOST, type Quantity, type Row } from "@/tests/load/bench/row";
import { table } from "@/tests/load/bench/table";

function row(contender: string, figures: Row["figures"], lost = 0): Row {
  return { workload: "opening", title: "Opening", contender, figures, ...NOTHING_LOST, accepted: 10, lost };
}

const milliseconds = (value: number, rounds: Quantity["rounds"] = "median"): Quantity => ({
  value,
  unit: "ms",
  rounds,
});

describe("rounds", () => {
  it("become one row for each contender: medians, but the slowest of all and everything that was lost", () => {
    const figures = (time: number) => ({ time: milliseconds(time), slowest: milliseconds(time, "largest") });
    const rounds = [row("a", figures(3)), row("b", figures(7)), row("a", figures(1), 2), row("a", figures(2), 1)];
    expect(mergeRounds(rounds)).toEqual([
      {
        ...row("a", { time: milliseconds(2), slowest: milliseconds(3, "largest") }, 3),
        accepted: 30,
      },
      row("b", figures(7)),
    ]);
  });
});

describe("the table", () => {
  it("has a line for each contender, blank where it has no figure, always with what was lost", () => {
    const rows = [row("a", { time: milliseconds(1.5) }), row("b", { CPU: milliseconds(20) }, 1234)];
    expect(table(rows)).toBe(
      [
        "| Opening | time | CPU | lost | duplicated |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| a | 1.50 ms |  | 0 | 0 |",
        "| b |  | 20.0 ms | 1,234 | 0 |",
      ].join("\n"),
    );
  });

  it.each([
    [{ value: 0.1234, unit: "s" }, "0.12 s"],
    [{ value: 56.78, unit: "KB" }, "56.8 KB"],
    [{ value: 1234.5, unit: "µs" }, "1,235 µs"],
    [{ value: 25_000.4, unit: "per s" }, "25,000/s"],
    [{ value: 2.5, unit: "%" }, "2.50%"],
    [{ value: 7, unit: "" }, "7"],
    [{ value: Number.NaN, unit: "ms" }, "–"],
  ] as const)("says %j as %s", (quantity, words) => {
    expect(quantityInWords({ ...quantity, rounds: "median" })).toBe(words);
  });
});
