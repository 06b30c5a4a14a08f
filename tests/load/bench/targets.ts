import type { Quantity, Row } from "./row";

/** What was aimed at, and what came of it. */
export interface Target {
  name: string;
  ours: Quantity;
  /** What it is held against, in words, and its value where it was measured. */
  against: string;
  reference: Quantity | undefined;
  limit: Quantity;
  met: boolean;
}

/** The contenders that targets speak of, by their names. */
export interface Cast {
  ours: string;
  webSocket: string;
  bareNext: string;
  bareStatement: string;
}

const OPENING_FACTOR = 1.1;
const STORM_FACTOR = 1.15;
const BROADCAST_MS = 500;
const BATCHED_PER_SECOND = 25_000;
const SINGLES_SHARE = 0.6;

/** Holds the rows of one run against the targets; those whose figures are not among the rows are left out. */
export function judgeTargets(rows: readonly Row[], { ours, webSocket, bareNext, bareStatement }: Cast): Target[] {
  const figure = (contender: string, workload: Row["workload"], name: string): Quantity | undefined =>
    rows.find((row) => row.contender === contender && row.workload === workload)?.figures[name];

  const atMost = (
    name: string,
    [workload, measure]: [Row["workload"], string],
    factor: number,
    [other, otherWorkload]: [string, Row["workload"]],
  ): Target[] => {
    const mine = figure(ours, workload, measure);
    const reference = figure(other, otherWorkload, workload === otherWorkload ? measure : "time");
    if (!mine || !reference) return [];
    const limit = { ...reference, value: reference.value * factor };
    const against = `at most ${factor === 1 ? "" : `${factor} × `}${other}`;
    return [{ name, ours: mine, against, reference, limit, met: mine.value <= limit.value }];
  };

  const broadcast = (): Target[] => {
    const mine = figure(ours, "broadcast", "last");
    if (!mine) return [];
    const limit = { ...mine, value: BROADCAST_MS };
    const met = mine.value <= BROADCAST_MS;
    return [{ name: "Last of a broadcast", ours: mine, against: "at most", reference: undefined, limit, met }];
  };

  const batch = (recipients: number): Target[] => {
    const mine = figure(ours, `ingest-${recipients}`, "notifications");
    if (!mine) return [];
    const limit = { ...mine, value: BATCHED_PER_SECOND };
    return [
      {
        name: `Ingest, ${recipients.toLocaleString("en")} recipients a request`,
        ours: mine,
        against: "at least, beside the statement alone",
        reference: figure(bareStatement, `ingest-${recipients}`, "notifications"),
        limit,
        met: mine.value >= limit.value,
      },
    ];
  };

  const singles = (): Target[] => {
    const mine = figure(ours, "ingest-1", "notifications");
    const next = figure(bareNext, "ingest-1", "notifications");
    const reference = figure(bareStatement, "ingest-1", "notifications");
    if (!mine || !next || !reference) return [];
    const limit = { ...reference, value: reference.value * SINGLES_SHARE };
    // Time per request, less that of a request which does nothing.
    const rate = 1 / (1 / mine.value - 1 / next.value);
    return [
      {
        name: "Ingest of singles, without Next's own cost of a request",
        ours: { ...mine, value: rate },
        against: `at least ${SINGLES_SHARE} × the statement alone`,
        reference,
        limit,
        met: rate >= limit.value,
      },
    ];
  };

  return [
    ...atMost("p99 of delivery", ["batches", "p99"], 1, [webSocket, "batches"]),
    ...atMost("CPU of a delivered event", ["batches", "CPU an event"], 1, [webSocket, "batches"]),
    ...atMost("Opening, time", ["opening", "time"], OPENING_FACTOR, [bareNext, "opening"]),
    ...atMost("Opening, CPU", ["opening", "CPU"], OPENING_FACTOR, [bareNext, "opening"]),
    ...atMost("Memory of an idle stream", ["opening", "memory of an idle stream"], 1, [bareNext, "opening"]),
    ...broadcast(),
    ...atMost("A storm caught up, beside opening", ["storm", "caught up"], STORM_FACTOR, [bareNext, "opening"]),
    ...[100, 1_000, 10_000].flatMap(batch),
    ...singles(),
  ];
}
