import { expect, it } from "vitest";

import { connect } from "@/db/client";
import { append } from "@/db/feed";
import { createDatabase } from "@/tests/support/postgres";

const CONTENT = { type: "t", message: "m", link: null };
/** Postgres keeps the plan of a foreign key from about its sixth use on. */
const USES = 20;

it("plans made while tables are small never read a whole table", async () => {
  const database = await createDatabase();
  const sql = connect(database.url, { max: 1 });
  try {
    const userIds = Array.from({ length: 50 }, () => crypto.randomUUID());
    await sql`insert into users ${sql(userIds.map((id) => ({ id, name: "somebody" })))}`;
    await sql`analyze users, notification_feeds, notifications`;
    const before = await tablesRead();
    await notifyAll(userIds);
    await sql`analyze users, notification_feeds, notifications`;
    await notifyAll(userIds);
    expect(await tablesRead()).toEqual(before);
  } finally {
    await sql.end();
    await database.drop();
  }

  async function notifyAll(userIds: readonly string[]): Promise<void> {
    for (let use = 0; use < USES; use++)
      await append(
        sql,
        CONTENT,
        userIds.map((userId) => ({ userId, id: crypto.randomUUID() })),
        undefined,
      );
  }

  /** How often each table was read from one end to the other. */
  async function tablesRead(): Promise<unknown> {
    await sql`select pg_stat_force_next_flush()`;
    await sql`select 1`;
    return sql`
      select relname, seq_scan from pg_stat_user_tables
      where relname in ('users', 'notification_feeds', 'notifications') order by relname`;
  }
});
