import { groupBy } from "./group-by";
import type { Quantity, Row } from "./row";
import { largest, median, sum } from "./statistics";
import { sumOf } from "./verdicts";

const MERGE = { median, largest, sum } as const;

/** One row for each workload of each contender, in the order in which they first came. What was lost once is lost. */
export function mergeRounds(rows: readonly Row[]): Row[] {
  const groups = groupBy(rows, ({ title, contender }) => JSON.stringify([title, contender]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const figures = Object.entries(first.figures).map(([name, quantity]): [string, Quantity] => {
      const values = group.flatMap((row) => row.figures[name]?.value ?? []);
      return [name, { ...quantity, value: MERGE[quantity.rounds](values) }];
    });
    return { ...first, ...sumOf(group), figures: Object.fromEntries(figures) };
  });
}
