import { connect } from "@/db/connection/client";
import { purge, type PurgedBatch } from "@/db/purge";
import { readEnv } from "@/lib/notifications/server/env";

import { databaseUrl } from "../database-url";

const PROGRESS_MS = 10_000;

/** `npm run db:purge`: removes what is past its time. Returns what it did, in one line. */
async function purgeDatabase(): Promise<string> {
  const url = databaseUrl();
  // Nothing else of the app's configuration: what is missing or wrong there, such as a secret, must not stop this.
  const { READ_RETENTION_DAYS, PGBOUNCER } = process.env;
  const { readRetentionDays, pgbouncer } = readEnv({
    NODE_ENV: "development",
    DATABASE_URL: url,
    READ_RETENTION_DAYS,
    PGBOUNCER,
  });
  const sql = connect(url, { max: 1, pooler: pgbouncer });
  const removed = { keys: 0, notifications: 0 };
  let reportedAt = Date.now();
  try {
    for await (const batch of purge(sql, readRetentionDays)) {
      removed.keys += batch.keys;
      removed.notifications += batch.notifications;
      if (Date.now() - reportedAt < PROGRESS_MS) continue;
      console.log(`Removed so far: ${figures(removed)}`);
      reportedAt = Date.now();
    }
  } finally {
    await sql.end();
  }
  return `Removed: ${figures(removed)}`;
}

function figures({ keys, notifications }: PurgedBatch): string {
  return `idempotency keys ${keys}, read notifications ${notifications}`;
}

try {
  console.log(await purgeDatabase());
} catch (error) {
  console.error(error instanceof Error ? error.message || error.name : error);
  process.exit(1);
}
