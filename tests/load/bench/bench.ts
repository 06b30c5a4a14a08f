import { enter, enterBareStatement, type Entrant, type Run } from "./enter";
import { growthRow } from "./growth-row";
import { describeMachine, type Machine } from "./machine";
import { mergeRounds } from "./merge-rounds";
import type { Plan } from "./plan";
import { Population } from "./population";
import { descriptorLimit } from "./processes";
import type { Row } from "./row";
import { startServices } from "./services";
import { broadcast } from "./workloads/broadcast";
import { opening } from "./workloads/opening";
import { batches } from "./workloads/steady";
import { withoutRedis } from "./workloads/without-redis";

/** Descriptors that a process with streams needs for everything else. */
const OTHER_DESCRIPTORS = 100;

interface Measured {
  machine: Machine;
  rows: Row[];
  /** What was not as planned: streams that do not fit, contenders that could not be measured to the end. */
  notes: string[];
}

/** Runs all of `plan`, the first of `entrants` being ours. */
export async function runBench(
  plan: Plan,
  [ours, ...others]: readonly [Entrant, ...Entrant[]],
  say: (line: string) => void,
): Promise<Measured> {
  const most = descriptorLimit() - OTHER_DESCRIPTORS;
  const growth = plan.growth.map((streams) => Math.min(streams, most));
  const withStreams = Math.max(plan.streams, plan.warmUp, ...growth);
  say("Postgres and Redis");
  const services = await startServices();
  try {
    const population = await Population.make(Math.max(withStreams, plan.ingestUsers), withStreams);
    const run = { plan, services, population, say };
    const { rows, statementRows, notes } = await rounds(run, [ours, ...others]);
    say("Growth of one process");
    const grown: Row[] = [
      growthRow(
        plan.streams,
        rows.filter(({ contender }) => contender === ours.kind.name),
      ),
    ];
    for (const streams of growth) {
      const entrant = { kind: ours.kind, workloads: [opening, batches, broadcast] };
      grown.push(growthRow(streams, (await enter(run, entrant, streams)).rows));
    }
    say("Without Redis");
    const bereft = await enter(run, { kind: ours.kind, workloads: [opening, withoutRedis] }, plan.streams);
    return {
      machine: await describeMachine(services),
      rows: [...rows, ...bereft.rows.slice(1), ...grown, ...statementRows],
      notes: [...(growth.at(-1) === plan.growth.at(-1) ? [] : [tooFew(most)]), ...notes],
    };
  } finally {
    await services.stop();
  }
}

function tooFew(most: number): string {
  return `A process may have ${descriptorLimit().toLocaleString("en")} files open here, so ${most.toLocaleString("en")} streams are the most.`;
}

/** All entrants, side by side: one after the other in each round, each round beginning with another one. */
async function rounds(
  run: Run,
  entrants: readonly Entrant[],
): Promise<{ rows: Row[]; statementRows: Row[]; notes: string[] }> {
  const rows: Row[] = [];
  const statementRows: Row[] = [];
  const notes: string[] = [];
  const [ours] = entrants;
  for (let round = 0; round < run.plan.rounds; round++) {
    run.say(`Round ${round + 1} of ${run.plan.rounds}`);
    const turned = round % entrants.length;
    for (const entrant of [...entrants.slice(turned), ...entrants.slice(0, turned)])
      try {
        const measured = await enter(run, entrant, run.plan.streams);
        rows.push(...measured.rows);
        if (entrant === ours) statementRows.push(...measured.statementRows);
      } catch (error) {
        // Another contender that fails is a result too; ours has to be mended first.
        if (entrant === ours) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        run.say(`  ${entrant.kind.name}: ${reason}`);
        notes.push(`${entrant.kind.name}: ${reason}`);
      }
    rows.push(...(await enterBareStatement(run)));
  }
  return {
    rows: inOrder(mergeRounds(rows), entrants),
    statementRows: mergeRounds(statementRows),
    notes: [...new Set(notes)],
  };
}

/** Rows of a workload in the order of the entrants, whoever came first in the first round. */
function inOrder(rows: readonly Row[], entrants: readonly Entrant[]): Row[] {
  const place = ({ contender }: Row): number => {
    const index = entrants.findIndex(({ kind }) => kind.name === contender);
    return index === -1 ? entrants.length : index;
  };
  return rows.toSorted((a, b) => place(a) - place(b));
}
