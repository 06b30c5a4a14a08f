import { enter, enterBareStatement, type Entrant, type Failure, type Run } from "./enter";
import { growthRow } from "./growth-row";
import { describeMachine } from "./machine";
import { mergeRounds } from "./merge-rounds";
import type { Plan } from "./plan";
import { Population } from "./population";
import { descriptorLimit } from "./processes";
import type { Row } from "./row";
import { startServices } from "./services";
import { broadcast } from "./workloads/broadcast";
import { opening } from "./workloads/opening";
import { batches } from "./workloads/steady";

/** Descriptors that a process with streams needs for everything else. */
const OTHER_DESCRIPTORS = 100;

interface Measured {
  machine: string;
  rows: Row[];
  failures: Failure[];
  /** What is not as planned here. */
  notes: string[];
}

/** Runs all of `plan`, the first of `entrants` being ours. */
export async function runBench(
  plan: Plan,
  entrants: readonly [Entrant, ...Entrant[]],
  say: (line: string) => void,
): Promise<Measured> {
  const limit = descriptorLimit();
  const growth = plan.growth.map((streams) => Math.min(streams, limit - OTHER_DESCRIPTORS));
  const withStreams = Math.max(plan.streams, plan.warmUp, ...growth);
  say("Postgres and Redis");
  const services = await startServices();
  try {
    const population = await Population.make(Math.max(withStreams, plan.ingestUsers), withStreams);
    const failures: Failure[] = [];
    const run = { plan, services, population, say, failures };
    const rows = await rounds(run, entrants);
    const [{ kind }] = entrants;
    say("Growth of one process");
    const grown: Row[] = [];
    for (const streams of [plan.streams, ...growth].toSorted((a, b) => a - b)) {
      const measured =
        streams === plan.streams
          ? rows.filter(({ contender }) => contender === kind.name)
          : await enter(run, { kind, workloads: [opening, batches, broadcast] }, streams);
      grown.push(growthRow(streams, measured));
    }
    return {
      machine: await describeMachine(services),
      rows: [...rows, ...grown],
      failures,
      notes:
        Math.max(...plan.growth) > Math.max(...growth)
          ? [`A process may have ${limit.toLocaleString("en")} files open here, which limits its streams.`]
          : [],
    };
  } finally {
    await services.stop();
  }
}

/** All entrants, side by side: one after the other in each round, each round beginning with another one. */
async function rounds(run: Run, entrants: readonly Entrant[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (let round = 0; round < run.plan.rounds; round++) {
    run.say(`Round ${round + 1} of ${run.plan.rounds}`);
    const turned = round % entrants.length;
    for (const entrant of [...entrants.slice(turned), ...entrants.slice(0, turned)])
      rows.push(...(await enter(run, entrant, run.plan.streams)));
    rows.push(...(await enterBareStatement(run)));
  }
  return inOrder(mergeRounds(rows), entrants);
}

/** Rows of a workload in the order of the entrants, whoever came first in the first round. */
function inOrder(rows: readonly Row[], entrants: readonly Entrant[]): Row[] {
  const place = ({ contender }: Row): number => {
    const index = entrants.findIndex(({ kind }) => kind.name === contender);
    return index === -1 ? entrants.length : index;
  };
  return rows.toSorted((a, b) => place(a) - place(b));
}
