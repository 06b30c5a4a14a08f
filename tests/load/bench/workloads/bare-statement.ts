import postgres from "postgres";

import type { Database } from "@/db/connection/client";
import { append } from "@/db/feed/append";
import { uuidv7 } from "@/lib/notifications/feed/uuidv7";
import type { Plan } from "@/tests/load/bench/plan";
import type { Outcome } from "@/tests/load/bench/row";

import { asFastAsPossible, ingested, slice } from "./ingest";

/** As many as our pool has by default. */
const CONNECTIONS = 10;

/** What ingest is held against: the statement that it runs, from this process, by the driver alone. */
export async function bareStatement(databaseUrl: string, users: readonly string[], plan: Plan): Promise<Outcome[]> {
  const sql = postgres(databaseUrl, { max: CONNECTIONS });
  // The statement wants no more of its database than a tag for SQL, which the driver itself is.
  const driver = sql as unknown as Database;
  const content = { type: "load.test", message: "A message of an ordinary length.", link: null };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => sql`select 1`));

  const outcomes: Outcome[] = [];
  for (const { recipients, atOnce } of plan.ingest) {
    const ids: string[] = [];
    const { requests, seconds } = await asFastAsPossible(plan.ingestSeconds, atOnce, async (index) => {
      const to = slice(users, index, recipients).map((userId) => ({ userId, id: uuidv7() }));
      const outcome = await append(driver, content, to, undefined);
      if (outcome.kind === "added") for (const { id } of outcome.added) ids.push(id);
    });
    outcomes.push(ingested(recipients, { requests, seconds, ids }));
  }
  await sql.end();
  return outcomes;
}
