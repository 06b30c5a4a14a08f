import { setTimeout as delay } from "node:timers/promises";

import { env } from "./env";
import { runtime } from "./runtime";

/** One second, in steps: while the process is too busy to read the answer of Postgres, only one step passes. */
const PROBE_STEP_MS = 100;
const PROBE_STEPS = 10;

export type Readiness =
  | {
      status: "ok" | "degraded";
      postgres: "up";
      redis: "up" | "down" | "not configured";
      /** Where the data is kept, if the operator says so. */
      data_region?: string;
    }
  /** Sentences that say why this process cannot serve. */
  | { down: string[] };

/** Checks everything that a request needs. Never rejects, and resolves within about a second. */
export async function readiness(): Promise<Readiness> {
  const { bus, stopping } = runtime();
  const trouble = await Promise.race([postgresTrouble(), timeout()]);
  const down = [...(stopping ? ["This server is shutting down."] : []), ...(trouble === null ? [] : [trouble])];
  if (down.length > 0) return { down };
  const { redis: configured, dataRegion } = env();
  const redis = configured === undefined ? "not configured" : bus.status();
  return {
    status: redis === "down" ? "degraded" : "ok",
    postgres: "up",
    redis,
    ...(dataRegion !== undefined && { data_region: dataRegion }),
  };
}

let probing: Promise<string | null> | undefined;

/** What is wrong with Postgres, or null. Simultaneous callers share one query, which may wait for a connection. */
function postgresTrouble(): Promise<string | null> {
  return (probing ??= runtime()
    .checkDatabase()
    .then(() => null, describe)
    .finally(() => (probing = undefined)));
}

const UNDEFINED_TABLE = "42P01";

function describe(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return code === UNDEFINED_TABLE ? "Postgres is up but not migrated: npm run db:migrate." : "Postgres is down.";
}

async function timeout(): Promise<string> {
  for (let step = 0; step < PROBE_STEPS; step++) await delay(PROBE_STEP_MS, undefined, { ref: false });
  return "Postgres does not answer.";
}
