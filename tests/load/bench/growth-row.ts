import type { Outcome, Quantity, Row } from "./row";
import { sumOf } from "./verdicts";

/** What one process of ours costs with so many streams, out of the outcomes of opening, batches and broadcast, in this order. */
export function growthRow(streams: number, outcomes: readonly Outcome[]): Row {
  const [opening, batches, broadcast] = outcomes.map(({ figures }) => figures);
  const figures = {
    "opening one": perStream(opening?.["time"], streams),
    "CPU of it": perStream(opening?.["CPU"], streams),
    memory: opening?.["memory of an idle stream"],
    "all idle": opening?.["all idle"],
    p99: batches?.["p99"],
    "CPU an event": batches?.["CPU an event"],
    "last of a broadcast": broadcast?.["last"],
    slowest: broadcast?.["slowest"],
  };
  return {
    workload: "growth",
    title: "Growth of one process",
    contender: `${streams.toLocaleString("en")} streams`,
    figures: Object.fromEntries(
      Object.entries(figures).filter((entry): entry is [string, Quantity] => entry[1] !== undefined),
    ),
    ...sumOf(outcomes),
  };
}

/** Seconds of all as milliseconds of one. */
function perStream(seconds: Quantity | undefined, streams: number): Quantity | undefined {
  return seconds && { ...seconds, value: (seconds.value * 1000) / streams, unit: "ms" };
}
