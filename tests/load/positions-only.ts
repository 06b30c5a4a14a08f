/**
 * `npm run build && npm run measure:positions [streams] [events a second]`: what it costs that Redis sees positions alone, beside the same build
 * where it sees every event. The workloads of the bench, in rounds, each beginning with the other one; prints tables. Linux
 * only.
 */
import { enter } from "./bench/enter";
import { mergeRounds } from "./bench/merge-rounds";
import { PLAN } from "./bench/plan";
import { Population } from "./bench/population";
import type { Row } from "./bench/row";
import { startServices } from "./bench/services";
import { table } from "./bench/table";
import { breaksPromise } from "./bench/verdicts";
import { broadcast } from "./bench/workloads/broadcast";
import { opening } from "./bench/workloads/opening";
import { batches, singles } from "./bench/workloads/steady";
import { ours, oursPositionsOnly } from "./peers/ours/contender";

const [streams, eventsPerSecond] = [
  Number(process.argv[2] ?? PLAN.streams),
  Number(process.argv[3] ?? PLAN.batches.eventsPerSecond),
];
const plan = {
  ...PLAN,
  streams,
  batches: { ...PLAN.batches, eventsPerSecond },
  singles: { ...PLAN.singles, eventsPerSecond: eventsPerSecond / 5 },
};
const entrants = [ours, oursPositionsOnly].map((kind) => ({ kind, workloads: [opening, batches, singles, broadcast] }));

const services = await startServices();
const rows: Row[] = [];
try {
  const population = await Population.make(streams, streams);
  const run = { plan, services, population, say: console.log, failures: [] };
  for (let round = 0; round < plan.rounds; round++)
    for (const entrant of round % 2 === 0 ? entrants : entrants.toReversed())
      rows.push(...(await enter(run, entrant, streams)));
} finally {
  await services.stop();
}
console.log(`\n${table(mergeRounds(rows))}`);
if (rows.some(breaksPromise)) process.exitCode = 1;
