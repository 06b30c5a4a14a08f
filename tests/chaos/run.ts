/**
 * Proof by faults: `npm run chaos -- [--short] [--part core|rest] [--only name] [--seed n] [--minutes m]`. Plays every
 * scenario on real processes, counts every id, prints a table, and exits non-zero when anything was lost, repeated, out
 * of order, miscounted, or later than promised.
 */
import { parseArgs } from "node:util";

import postgres from "postgres";

import { stopSignal } from "@/lib/dev/stop-signal";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { copyTemplate } from "@/tests/support/postgres/postgres-server";

import type { Size } from "./load";
import { Progress } from "./progress";
import { Redis } from "./redis";
import { runScenario, type Result } from "./run-scenario";
import { CORE, SCENARIOS } from "./scenarios";
import { Stages } from "./stages";
import { table } from "./table";

const LONG: Size = { users: 160, postsPerSecond: 30, batch: 20, acknowledgementsPerSecond: 10 };
const SHORT: Size = { users: 40, postsPerSecond: 20, batch: 10, acknowledgementsPerSecond: 5 };
/** Durable as Postgres is by default, since what is committed has to outlive a crash; and statements are counted. */
const POSTGRES_SETTINGS = { fsync: "on", max_connections: "200", shared_preload_libraries: "pg_stat_statements" };
const RANDOM_MINUTES = 3;
const SHORT_RANDOM_MINUTES = 0.2;

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    part: { type: "string" },
    only: { type: "string", multiple: true },
    seed: { type: "string", default: String(Date.now() % 2 ** 32) },
    minutes: { type: "string" },
  },
});
const { short, part } = values;
const only = values.only ?? Object.keys(SCENARIOS).filter((name) => !part || (part === "core") === CORE.includes(name));
const seed = Number(values.seed);
const minutes = Number(values.minutes ?? (short ? SHORT_RANDOM_MINUTES : RANDOM_MINUTES));
const unknown = only.filter((name) => !(name in SCENARIOS));
if (unknown.length > 0 || ![undefined, "core", "rest"].includes(part) || !Number.isInteger(seed) || !(minutes > 0)) {
  console.error(
    `--only takes ${Object.keys(SCENARIOS).join(", ")}; --part core or rest; --seed a whole number; --minutes a number`,
  );
  process.exit(2);
}

// The guardian ends everything that was started here, as it does after a crash.
stopSignal().addEventListener("abort", () => process.exit(130));
console.log(`Seed ${seed}`);
const own = await OwnPostgres.start(POSTGRES_SETTINGS);
const { url: databaseUrl } = await copyTemplate(own);
const backing = { postgres: own, databaseUrl, redis: await Redis.start() };
const sql = postgres(databaseUrl, { max: 2, backoff: () => 0.1, onnotice: () => {} });
await sql`create extension pg_stat_statements`;
const stages = new Stages(backing);
const options = { seed, short, randomSeconds: minutes * 60, size: short ? SHORT : LONG };

const results: Result[] = [];
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (!only.includes(name)) continue;
  const progress = new Progress(name);
  const result = await runScenario(scenario, stages, sql, options, (load) => progress.watch(load));
  results.push(result);
  progress.end(result.problems.length === 0 ? "ok" : "FAILED");
  if (result.problems.length > 0) console.log([...result.timeline, ...result.problems].join("\n"));
}
await stages.close();
await sql.end();
await Promise.all([own.stop(), backing.redis.kill()]);

console.log(`\n${table(results)}\n`);
console.log("* not promised to be under two seconds: of streams connected from commit to receipt all the same");
console.log(`Seed ${seed}`);
// Not left to itself: a connection that a fault has spoilt may keep this process alive.
process.exit(results.some(({ problems }) => problems.length > 0) ? 1 : 0);
