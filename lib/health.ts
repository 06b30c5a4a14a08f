import { probe } from "@/db/feed";

import { env } from "./env";
import { runtime } from "./runtime";

const PROBE_TIMEOUT_MS = 1_000;

export interface Readiness {
  status: "ok" | "degraded";
  postgres: "up";
  redis: "up" | "down" | "not configured";
  /** What keeps this process from serving, in sentences; empty when nothing does. */
  down: string[];
}

/** Looks at everything a request needs. Never rejects, and answers within about a second. */
export async function readiness(): Promise<Readiness> {
  const { sql, bus, stopping } = runtime();
  const down: string[] = [];
  if (stopping) down.push("This server is shutting down.");
  const postgres = await Promise.race([probe(sql).then(() => "up", describe), timeout()]);
  if (postgres !== "up") down.push(postgres);
  const redis = env().redis === undefined ? "not configured" : bus.status();
  return { status: redis === "down" ? "degraded" : "ok", postgres: "up", redis, down };
}

const UNDEFINED_TABLE = "42P01";

function describe(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return code === UNDEFINED_TABLE ? "Postgres is up but not migrated: npm run db:migrate." : "Postgres is down.";
}

function timeout(): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, PROBE_TIMEOUT_MS, "Postgres does not answer.").unref());
}
