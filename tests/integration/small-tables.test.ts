import { beforeEach, expect, it } from "vitest";

import { connect, type Database } from "@/db/connection/client";
import { append, notified } from "@/db/feed/append";
import { erase } from "@/db/feed/erase";
import { exportFeed } from "@/db/feed/export";
import { list } from "@/db/feed/list";
import { markRead } from "@/db/feed/mark-read";
import { purge } from "@/db/feed/purge";
import { replay } from "@/db/feed/replay";
import { createDatabase } from "@/tests/support/postgres/postgres";

const CONTENT = { type: "t", message: "m", link: null };
/** Postgres keeps the plan of a foreign key from about its sixth use on. */
const USES = 20;
const LARGE = 25_000;

let sql: Database;
let userIds: string[];

beforeEach(async () => {
  const database = await createDatabase();
  // One session, so that what it has read can be told.
  sql = connect(database.url, { max: 1 });
  userIds = Array.from({ length: 50 }, () => crypto.randomUUID());
  await sql`insert into users ${sql(userIds.map((id) => ({ id, name: "somebody" })))}`;
  return async () => {
    await sql.end();
    await database.drop();
  };
});

it("plans made while tables are small never read a whole table", async () => {
  await analyze();
  const before = await tablesRead();
  for (let use = 0; use < USES; use++) await notifyAll();
  await analyze();
  for (let use = 0; use < USES; use++) await notifyAll();
  expect(await tablesRead()).toEqual(before);
});

it("statements read a part of a feed that is large before the statistics know it", async () => {
  await notifyAll();
  await analyze();
  const [user = ""] = userIds;
  const ids = await sql<{ id: string }[]>`
    insert into notifications (id, user_id, type, message, created_at, seq)
    select gen_random_uuid(), ${user}, 't', 'm', now(), n from generate_series(2, ${LARGE}::int) as n returning id`;
  await sql`update notification_feeds set head_seq = ${LARGE}, unread_count = ${LARGE} where user_id = ${user}`;
  const some = ids.slice(0, 500).map(({ id }) => id);

  const rowsRead = {
    list: await reading(() => list(sql, user, { status: "unread", limit: 50, before: undefined })),
    listAll: await reading(() => list(sql, user, { status: "all", limit: 50, before: LARGE })),
    replay: await reading(() => replay(sql, [{ userId: user, position: LARGE - 100, limit: 100 }])),
    notified: await reading(() => notified(sql, [{ userId: user, id: some[0] ?? "" }])),
    readIds: await reading(() => markRead(sql, user, { ids: some })),
    readAll: await reading(() => markRead(sql, user, { through: LARGE })),
    export: await reading(async () => {
      for await (const _ of (await exportFeed(sql, user)).pages);
    }),
    purge: await reading(async () => {
      for await (const _ of purge(sql, 1));
    }),
    erase: await reading(() => erase(sql, user)),
  };
  // An index by user alone would do for a few ids, so a look at each of the feed is allowed, and not one for each of its rows.
  for (const [what, rows] of Object.entries(rowsRead)) expect(rows, what).toBeLessThan(5 * LARGE);
});

async function analyze(): Promise<void> {
  await sql`analyze users, notification_feeds, notifications`;
}

async function notifyAll(): Promise<void> {
  await append(
    sql,
    CONTENT,
    userIds.map((userId) => ({ userId, id: crypto.randomUUID() })),
    undefined,
  );
}

/** How often each table was read from one end to the other. */
async function tablesRead(): Promise<unknown> {
  await flushStatistics();
  return sql`
    select relname, seq_scan from pg_stat_user_tables
    where relname in ('users', 'notification_feeds', 'notifications') order by relname`;
}

/** How many notifications Postgres looks at for this. */
async function reading(work: () => Promise<unknown>): Promise<number> {
  const before = await fetched();
  await work();
  return (await fetched()) - before;
}

async function fetched(): Promise<number> {
  await flushStatistics();
  const [table] = await sql<{ rows: number }[]>`
    select (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as rows from pg_stat_user_tables where relname = 'notifications'`;
  return table?.rows ?? NaN;
}

/** Of this session, which tells the others at the end of a statement. */
async function flushStatistics(): Promise<void> {
  await sql`select pg_stat_force_next_flush()`;
  await sql`select 1`;
}
