import { connect } from "@/db/connection/client";
import { purge, type PurgedBatch } from "@/db/feed/purge";
import { readEnv } from "@/lib/notifications/server/env";

import { databaseUrl, runCommand } from "../command";

const PROGRESS_MS = 10_000;

await runCommand(async () => {
  const url = databaseUrl();
  // Only what a purge needs: a missing secret of the app must not stop it.
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
    for await (const { keys, notifications } of purge(sql, readRetentionDays)) {
      removed.keys += keys;
      removed.notifications += notifications;
      if (Date.now() - reportedAt < PROGRESS_MS) continue;
      console.log(`Removed so far: ${figures(removed)}`);
      reportedAt = Date.now();
    }
  } finally {
    await sql.end();
  }
  return `Removed: ${figures(removed)}`;
});

function figures({ keys, notifications }: PurgedBatch): string {
  return `idempotency keys ${keys}, read notifications ${notifications}`;
}
