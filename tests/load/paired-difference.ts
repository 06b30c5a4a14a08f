import { median } from "./bench/statistics";

/** The middle of the differences, and where it lies with a confidence of 95%. */
export interface PairedDifference {
  median: number;
  low: number;
  high: number;
}

/**
 * What came second in each pair less what came first. The interval is the sign test's (order statistics of the
 * differences), which assumes nothing of how they are distributed: when it holds zero, no difference was measured.
 */
export function pairedDifference(pairs: readonly (readonly [number, number])[]): PairedDifference {
  const differences = pairs.map(([first, second]) => second - first).toSorted((a, b) => a - b);
  const outside = outermost(differences.length);
  return {
    median: median(differences),
    low: differences[outside] ?? Number.NEGATIVE_INFINITY,
    high: differences[differences.length - 1 - outside] ?? Number.POSITIVE_INFINITY,
  };
}

/** How many values may be left off at either end, for the median to lie between the others in 95 of 100 samples; -1: none may. */
function outermost(count: number): number {
  let chance = 0.5 ** count;
  let below = 0;
  let left = -1;
  for (let heads = 0; below + chance <= 0.025; heads++) {
    below += chance;
    left = heads;
    chance = (chance * (count - heads)) / (heads + 1);
  }
  return left;
}
