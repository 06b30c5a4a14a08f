import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { connect, type Database } from "@/db/connection/client";
import { erase } from "@/db/feed/erase";
import { list } from "@/db/feed/list";
import { purge } from "@/db/feed/purge";
import { moved, replay } from "@/db/feed/replay";
import { createDatabase } from "@/tests/support/postgres/postgres";
import type { TestDatabase } from "@/tests/support/postgres/postgres-server";

const ROWS = 1_000_000;
const USERS = 20_000;
const EACH = ROWS / USERS;

/** The plans of the feed's own statements, as Postgres runs them, taken from auto_explain. */
describe("with a million notifications", () => {
  let database: TestDatabase;
  let sql: Database;
  let users: string[];
  let plans: string[];

  beforeAll(async () => {
    database = await createDatabase();
    plans = [];
    const admin = postgres(database.url, { max: 1 });
    await admin`insert into users select gen_random_uuid(), 'somebody' from generate_series(1, ${USERS}::int)`;
    await admin`insert into notification_feeds (user_id, head_seq, unread_count) select id, 0, 0 from users`;
    // Nine in ten read, ten at a time, as a feed is after a while.
    await admin`
      insert into notifications (id, user_id, type, message, created_at, seq, read_at, read_seq)
      select gen_random_uuid(), user_id, 't', 'message', now(), n, case when n % 10 > 0 then now() end,
        case when n % 10 > 0 then ${EACH}::int + n / 10 + 1 end
      from notification_feeds, generate_series(1, ${EACH}::int) as n`;
    await admin`update notification_feeds set head_seq = ${EACH + EACH / 10}, unread_count = ${EACH / 10}`;
    await admin`
      insert into idempotency_keys (producer, key, request_hash, response, created_at)
      select 'p', n::text, '', '[]', now() - n % 10 * interval '3 hours' from generate_series(1, 100000) as n`;
    await admin`analyze`;
    users = (await admin<{ id: string }[]>`select id from users limit 500`).map(({ id }) => id);
    await admin.end();
    sql = connect(database.url, { max: 1, onnotice: ({ message }) => plans.push(message ?? "") });
    await sql`load 'auto_explain'`;
    await sql`set auto_explain.log_min_duration = 0`;
    await sql`set auto_explain.log_level = 'notice'`;
    // What a long-lived connection settles on, however different the users' feeds are.
    await sql`set plan_cache_mode = 'force_generic_plan'`;
  }, 180_000);
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  async function planOf(run: () => Promise<unknown>): Promise<string> {
    plans.length = 0;
    await run();
    const plan = plans.join("\n");
    expect(plan).toContain("Query Text");
    expect(plan).not.toMatch(/Seq Scan on (notifications|notification_feeds|idempotency_keys)/);
    return plan;
  }

  it.each([undefined, 25])("the unread list before %s reads its partial index and no more", async (before) => {
    const [userId] = users as [string];
    const plan = await planOf(() => list(sql, userId, { status: "unread", limit: 100, before }));
    expect(plan).toContain("idx_notifications_user_read");
    expect(plan).toContain("notification_feeds_pkey");
    // The index has the order already.
    expect(plan.match(/Sort Key/g) ?? []).toHaveLength(1);
  });

  it("the whole list reads the index of positions", async () => {
    const [userId] = users as [string];
    const plan = await planOf(() => list(sql, userId, { status: "all", limit: 100, before: undefined }));
    expect(plan).toContain("notifications_user_seq_key");
  });

  it("replay reads an index for notifications and one for reads, for one cursor and for five hundred", async () => {
    for (const count of [1, 500]) {
      const cursors = users.slice(0, count).map((userId) => ({ userId, position: EACH - 2, limit: 100 }));
      const plan = await planOf(() => replay(sql, cursors));
      expect(plan).toContain("notifications_user_seq_key");
      expect(plan).toContain("idx_notifications_user_read_seq");
    }
  });

  it("the sweep reads one row by its key for each user", async () => {
    for (const count of [1, 500]) {
      const known = users.slice(0, count).map((userId) => ({ userId, position: 0 }));
      expect(await planOf(() => moved(sql, known))).toContain("notification_feeds_pkey");
    }
  });

  it("an erasure reads the index of positions", async () => {
    const [userId] = users.slice(-1) as [string];
    expect(await planOf(() => erase(sql, userId))).toContain("notifications_user_seq_key");
  });

  it("a purge reads feeds by their key, reads by their positions and idempotency keys by their age", async () => {
    const due = users.slice(0, 3);
    await sql`update notifications set read_at = now() - interval '91 days' where user_id = any(${due}) and read_at is not null`;
    const removed = { keys: 0, notifications: 0 };
    const plan = await planOf(async () => {
      for await (const { keys, notifications } of purge(sql, 90)) {
        removed.keys += keys;
        removed.notifications += notifications;
      }
    });
    expect(removed).toEqual({ keys: 20_000, notifications: due.length * EACH * 0.9 });
    expect(plan).toContain("notification_feeds_pkey");
    expect(plan).toContain("idx_notifications_user_read_seq");
    expect(plan).toContain("idx_idempotency_keys_created_at");
  });
});
