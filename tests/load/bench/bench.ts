import { copyTemplate } from "@/tests/support/postgres-server";

import type { ContenderKind } from "./contender";
import { Crowd } from "./crowd/crowd";
import { growthRow } from "./growth-row";
import { inWords } from "./in-words";
import { mergeRounds } from "./merge-rounds";
import type { Plan } from "./plan";
import { Population } from "./population";
import { descriptorLimit } from "./processes";
import { Producer } from "./producer";
import type { Row } from "./row";
import { startServices, type Services } from "./services";
import { Stage, type Workload } from "./stage";
import { statementRow } from "./statement-row";
import { bareStatement } from "./workloads/bare-statement";
import { broadcast } from "./workloads/broadcast";
import { opening } from "./workloads/opening";
import { batches } from "./workloads/steady";

/** A contender, and what it is measured with, in this order. */
export interface Entrant {
  kind: ContenderKind;
  workloads: readonly Workload[];
}

/** Descriptors that a process with streams needs for everything else. */
const OTHER_DESCRIPTORS = 100;
const PRODUCER_CONNECTIONS = 10;
const BARE_STATEMENT = "the statement alone, postgres.js";

/** Runs all of `plan`, the first of `entrants` being ours. Says what goes on, and returns a row for each measurement. */
export async function runBench(
  plan: Plan,
  entrants: readonly [Entrant, ...Entrant[]],
  say: (line: string) => void,
): Promise<Row[]> {
  const most = descriptorLimit() - OTHER_DESCRIPTORS;
  const growth = plan.growth.map((streams) => Math.min(streams, most));
  const withStreams = Math.max(plan.streams, plan.warmUp, ...growth);
  say("Starting Postgres and Redis");
  const services = await startServices();
  try {
    const population = await Population.make(Math.max(withStreams, plan.ingestUsers), withStreams);
    const run = { plan, services, population, say };
    const rows: Row[] = [];
    const [ours] = entrants;
    for (let round = 0; round < plan.rounds; round++) {
      say(`Round ${round + 1} of ${plan.rounds}`);
      const turned = round % entrants.length;
      for (const entrant of [...entrants.slice(turned), ...entrants.slice(0, turned)])
        rows.push(...(await enter(run, entrant, plan.streams, entrant === ours)));
      rows.push(...(await enterBareStatement(run)));
    }
    const grown: Row[] = [];
    for (const streams of growth) {
      say(`Growth: ${streams.toLocaleString("en")} streams`);
      const entrant = { kind: ours.kind, workloads: [opening, batches, broadcast] };
      grown.push(growthRow(streams, await enter(run, entrant, streams, false)));
    }
    return [...mergeRounds(rows), ...grown];
  } finally {
    await services.stop();
  }
}

interface Run {
  plan: Plan;
  services: Services;
  population: Population;
  say: (line: string) => void;
}

/** Starts a contender on a database of its own and measures it; its statements too, when asked for. */
async function enter(
  { plan, services, population, say }: Run,
  { kind, workloads }: Entrant,
  streams: number,
  withStatements: boolean,
): Promise<Row[]> {
  const database = await copyTemplate(services.postgres);
  await population.settle(database.url);
  const contender = await kind.start({ databaseUrl: database.url, redisUrl: services.redis.url });
  const crowd = new Crowd();
  const producer = new Producer(contender.url, PRODUCER_CONNECTIONS);
  const name = new URL(database.url).pathname.slice(1);
  const parts = { contender, protocol: kind.protocol, database: name, services, population, crowd, producer, plan };
  const stage = new Stage({ ...parts, streams });
  const rows: Row[] = [];
  try {
    for (const workload of workloads) {
      const statements = stage.statements();
      const outcomes = await workload(stage);
      for (const outcome of outcomes) {
        rows.push({ ...outcome, contender: kind.name });
        say(`  ${kind.name}: ${inWords(outcome)}`);
      }
      if (withStatements) rows.push(statementRow(outcomes.map(({ title }) => title).join("; "), statements()));
    }
  } finally {
    producer.close();
    await crowd.stop();
    await contender.stop();
    await database.drop();
  }
  return rows;
}

async function enterBareStatement({ plan, services, population, say }: Run): Promise<Row[]> {
  const database = await copyTemplate(services.postgres);
  await population.settle(database.url);
  const outcomes = await bareStatement(database.url, population.users, plan);
  await database.drop();
  return outcomes.map((outcome) => {
    say(`  ${BARE_STATEMENT}: ${inWords(outcome)}`);
    return { ...outcome, contender: BARE_STATEMENT };
  });
}
