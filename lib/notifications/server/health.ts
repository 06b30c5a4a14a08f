import { setTimeout as delay } from "node:timers/promises";

import { env } from "./env";
import { runtime } from "./runtime";

/** A second, in steps: while this process is busy, an answer of Postgres lies unread, and all that passes is one step. */
const PROBE_STEP_MS = 100;
const PROBE_STEPS = 10;

export type Readiness =
  | {
      status: "ok" | "degraded";
      postgres: "up";
      redis: "up" | "down" | "not configured";
      /** Where the data is kept, when the operator has said so. */
      data_region?: string;
    }
  /** What keeps this process from serving, in sentences. */
  | { down: string[] };

/** Looks at everything a request needs. Never rejects, and answers within about a second. */
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

/** What is wrong with Postgres. However many ask at once, it is one query: it may have to wait for a connection. */
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
