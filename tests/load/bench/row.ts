/** How the values of several rounds become one. */
type Rounds = "median" | "largest" | "sum";

export interface Quantity {
  value: number;
  unit: "s" | "ms" | "µs" | "KB" | "%" | "per s" | "";
  rounds: Rounds;
}

/** What came of everything that was accepted. A stream that could not be opened counts as lost. */
export interface Verdict {
  accepted: number;
  lost: number;
  duplicated: number;
  /** Below a position that had arrived before, where there are positions. */
  outOfOrder: number;
  /** Received, and never accepted for this user. */
  madeUp: number;
}

type WorkloadName = "opening" | "batches" | "singles" | "broadcast" | "storm" | `ingest-${number}` | "growth";

/** What a workload found out. */
export interface Outcome extends Verdict {
  workload: WorkloadName;
  /** The same as the table has it, with its numbers. */
  title: string;
  figures: Readonly<Record<string, Quantity>>;
}

/** A line of the table. */
export interface Row extends Outcome {
  contender: string;
}

export const NOTHING_LOST: Verdict = { accepted: 0, lost: 0, duplicated: 0, outOfOrder: 0, madeUp: 0 };
