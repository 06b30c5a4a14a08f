import { copyTemplate } from "@/tests/support/postgres/postgres-server";

import type { ContenderKind } from "./contender";
import { Crowd } from "./crowd/crowd";
import { inWords } from "./in-words";
import type { Plan } from "./plan";
import type { Population } from "./population";
import { Producer } from "./producer";
import type { Outcome, Row } from "./row";
import type { Services } from "./services";
import { Stage, type Workload } from "./stage";
import { bareStatement } from "./workloads/bare-statement";

/** A contender, and what it is measured with, in this order. */
export interface Entrant {
  kind: ContenderKind;
  workloads: readonly Workload[];
}

/** What all entrants of a run share. */
export interface Run {
  plan: Plan;
  services: Services;
  population: Population;
  /** Says what goes on. */
  say: (line: string) => void;
  /** Added to by those that cannot be measured to the end. */
  failures: Failure[];
}

export interface Failure {
  contender: string;
  reason: string;
}

/** How the statement of ingest alone is called. */
const BARE_STATEMENT = "the statement alone";

/** More than any workload has under way at a time. */
const PRODUCER_CONNECTIONS = 20;

/** Starts a contender on a database of its own and measures it. Returns a row for each workload, fewer when it failed. */
export async function enter(run: Run, entrant: Entrant, streams: number): Promise<Row[]> {
  const rows: Row[] = [];
  try {
    await measure(run, entrant, streams, rows);
  } catch (error) {
    const contender = entrant.kind.name;
    const after = rows.at(-1)?.title ?? "its start";
    const reason = `after ${after}: ${error instanceof Error ? error.message : String(error)}`;
    run.say(`  ${contender}: ${reason}`);
    run.failures.push({ contender, reason });
  }
  return rows;
}

async function measure(run: Run, { kind, workloads }: Entrant, streams: number, rows: Row[]): Promise<void> {
  const { plan, services, population, say } = run;
  await onDatabase(run, async (databaseUrl) => {
    const contender = await kind.start({ databaseUrl, redisUrl: services.redis.url });
    const crowd = new Crowd();
    const producer = new Producer(contender.url, PRODUCER_CONNECTIONS);
    const stage = new Stage({ contender, kind, services, population, crowd, producer, plan, streams });
    try {
      for (const workload of workloads) {
        const outcome = await workload(stage);
        rows.push({ ...outcome, contender: kind.name });
        say(`  ${kind.name}: ${inWords(outcome)}`);
      }
    } finally {
      producer.close();
      await crowd.stop();
      await contender.stop();
    }
  });
}

/** The same for the statement of ingest alone. */
export async function enterBareStatement(run: Run): Promise<Row[]> {
  return onDatabase(run, async (databaseUrl) => {
    const outcomes: Outcome[] = await bareStatement(databaseUrl, run.population.users, run.plan);
    for (const outcome of outcomes) run.say(`  ${BARE_STATEMENT}: ${inWords(outcome)}`);
    return outcomes.map((outcome) => ({ ...outcome, contender: BARE_STATEMENT }));
  });
}

async function onDatabase<Result>(
  { services, population }: Run,
  work: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const database = await copyTemplate(services.postgres);
  try {
    await population.settle(database.url);
    return await work(database.url);
  } finally {
    await database.drop();
  }
}
