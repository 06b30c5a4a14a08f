import type { Quantity, Row } from "./row";
import { largest } from "./statistics";
import { sumOf } from "./verdicts";

/** What one process of ours costs with so many streams, out of its rows of opening, batches and broadcast. */
export function growthRow(streams: number, rows: readonly Row[]): Row {
  const used = rows.filter(({ workload }) => ["opening", "batches", "broadcast"].includes(workload));
  const figure = (workload: Row["workload"], name: string): Quantity | undefined =>
    used.find((row) => row.workload === workload)?.figures[name];
  const slowest = used.flatMap(({ figures }) => figures["slowest"]?.value ?? []);
  const figures = {
    "opening one": perStream(figure("opening", "time"), streams),
    "CPU of it": perStream(figure("opening", "CPU"), streams),
    memory: figure("opening", "memory of an idle stream"),
    "all idle": figure("opening", "all idle"),
    p99: figure("batches", "p99"),
    "CPU an event": figure("batches", "CPU an event"),
    "last of a broadcast": figure("broadcast", "last"),
    slowest: { value: largest(slowest), unit: "ms", rounds: "largest" } as const,
  };
  return {
    workload: "growth",
    title: "Growth of one process",
    contender: `${streams.toLocaleString("en")} streams`,
    figures: Object.fromEntries(
      Object.entries(figures).filter((entry): entry is [string, Quantity] => entry[1] !== undefined),
    ),
    ...sumOf(used),
  };
}

/** Seconds of all as milliseconds of one. */
function perStream(seconds: Quantity | undefined, streams: number): Quantity | undefined {
  return seconds && { ...seconds, value: (seconds.value * 1000) / streams, unit: "ms" };
}
