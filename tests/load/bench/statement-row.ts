import { NOTHING_LOST, type Row } from "./row";
import { largest, percentile } from "./statistics";

/** What a statement should stay below. */
const SLOW_MS = 200;

/** Our statements during a workload, by the milliseconds that Postgres logged for each. */
export function statementRow(during: string, times: readonly number[]): Row {
  const time = (share: number) => ({ value: percentile(times, share), unit: "ms", rounds: "median" }) as const;
  return {
    workload: "statements",
    title: "Our statements in Postgres, by its own log, during",
    contender: during,
    figures: {
      statements: { value: times.length, unit: "", rounds: "sum" },
      p50: time(0.5),
      p99: time(0.99),
      slowest: { value: Math.max(0, largest(times)), unit: "ms", rounds: "largest" },
      [`over ${SLOW_MS} ms`]: { value: times.filter((time) => time > SLOW_MS).length, unit: "", rounds: "sum" },
    },
    ...NOTHING_LOST,
  };
}
