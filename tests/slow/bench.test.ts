import { expect, it } from "vitest";

import { runBench } from "@/tests/load/bench/bench";
import type { Plan } from "@/tests/load/bench/plan";
import { isClean } from "@/tests/load/bench/verdicts";
import { broadcast } from "@/tests/load/bench/workloads/broadcast";
import { ingest } from "@/tests/load/bench/workloads/ingest";
import { opening } from "@/tests/load/bench/workloads/opening";
import { batches, singles } from "@/tests/load/bench/workloads/steady";
import { storm } from "@/tests/load/bench/workloads/storm";
import { bareNext, buildBareNext } from "@/tests/load/peers/bare-next/contender";
import { ours } from "@/tests/load/peers/ours/contender";
import { webSocketDesign } from "@/tests/load/peers/websocket/contender";

const TINY: Plan = {
  rounds: 1,
  streams: 20,
  growth: [10],
  openingAtOnce: 5,
  warmUp: 2,
  idleSeconds: 0.1,
  batches: { eventsPerSecond: 50, eventsPerPost: 5, seconds: 1 },
  singles: { eventsPerSecond: 20, eventsPerPost: 1, seconds: 1 },
  broadcasts: 2,
  stormAtOnce: 20,
  ingestSeconds: 0.2,
  ingestUsers: 40,
  ingest: [
    { recipients: 1, atOnce: 2 },
    { recipients: 10, atOnce: 2 },
  ],
};

it("measures each contender with each workload, and counts every id", async () => {
  const workloads = [opening, batches, singles, broadcast, storm, ...TINY.ingest.map(ingest)];
  const entrants = [
    { kind: ours, workloads },
    { kind: webSocketDesign, workloads },
    { kind: bareNext, workloads: [opening] },
  ] as const;
  await buildBareNext();
  const { rows, failures } = await runBench(TINY, entrants, () => {});

  expect(failures).toEqual([]);
  const measured = rows.map(({ workload, contender }) => `${workload}: ${contender}`);
  for (const workload of ["opening", "batches", "singles", "broadcast", "storm", "ingest-1", "ingest-10"])
    for (const { kind } of entrants.slice(0, 2)) expect(measured).toContain(`${workload}: ${kind.name}`);
  expect(measured).toContain("ingest-10: the statement alone");
  expect(measured).toContain("growth: 10 streams");
  expect(measured).toContain("growth: 20 streams");

  const counted = new Map(rows.map(({ workload, accepted }) => [workload, accepted]));
  expect([...counted.entries()]).toEqual(
    expect.arrayContaining([
      ["batches", 50],
      ["singles", 20],
      ["broadcast", 40],
    ]),
  );
  expect(rows.filter((row) => !isClean(row))).toEqual([]);
  const unknown = rows.flatMap(({ figures }) => Object.values(figures).filter(({ value }) => Number.isNaN(value)));
  expect(unknown).toEqual([]);
}, 120_000);
