import type { Outcome, Verdict } from "./row";
import { sum } from "./statistics";

/** All of them together. */
export function sumOf(verdicts: readonly Verdict[]): Verdict {
  const total = (count: keyof Verdict): number => sum(verdicts.map((verdict) => verdict[count]));
  return {
    accepted: total("accepted"),
    lost: total("lost"),
    duplicated: total("duplicated"),
    outOfOrder: total("outOfOrder"),
    madeUp: total("madeUp"),
  };
}

/** Nothing is missing, too much or wrong. */
export function isClean({ lost, duplicated, outOfOrder, madeUp }: Verdict): boolean {
  return lost + duplicated + outOfOrder + madeUp === 0;
}

/** What is promised for every stream, however many there are. */
const PROMISED_MS = 2_000;

export function breaksPromise(outcome: Outcome): boolean {
  return !isClean(outcome) || (outcome.figures["slowest"]?.value ?? 0) > PROMISED_MS;
}
