import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Database } from "@/db/connection/client";
import { append } from "@/db/feed/append";
import type { Change } from "@/db/feed/feed";
import { list } from "@/db/feed/list";
import { markRead } from "@/db/feed/mark-read";
import { moved, replay } from "@/db/feed/replay";
import { upTo } from "@/tests/support/app/stream-client";
import { LONG_MESSAGE, LONG_MESSAGE_BYTES } from "@/tests/support/long-message";
import { openDatabase } from "@/tests/support/postgres/postgres";

const CONTENT = { type: "t", message: "m", link: null };

describe("the feed in Postgres", () => {
  let sql: Database;
  let user: string;
  let other: string;

  beforeAll(async () => {
    const database = await openDatabase();
    sql = database.sql;
    return database.close;
  });
  beforeEach(async () => {
    [user, other] = [crypto.randomUUID(), crypto.randomUUID()];
    await sql`insert into users ${sql([user, other].map((id) => ({ id, name: "somebody" })))}`;
  });

  const notify = (...userIds: string[]) =>
    append(
      sql,
      CONTENT,
      userIds.map((userId) => ({ userId, id: crypto.randomUUID() })),
      undefined,
    );

  async function changes(userId: string): Promise<Change[]> {
    const all: Change[] = [];
    for (;;) {
      const [page] = await replay(sql, [{ userId, position: all.length, limit: 100 }]);
      if (!page || page.changes.length === 0) return all;
      all.push(...page.changes);
    }
  }

  /** What every feed must be at any time. */
  async function expectConsistent(userId: string): Promise<number> {
    const positions = (await changes(userId)).map(({ position }) => position);
    expect(positions).toEqual(positions.map((_, index) => index + 1));
    const [row] = await sql`
      select head_seq, unread_count,
        (select count(*) from notifications where user_id = ${userId} and read_at is null) as unread
      from notification_feeds where user_id = ${userId}`;
    expect(row).toMatchObject({ head_seq: positions.length, unread_count: row?.["unread"] });
    return positions.length;
  }

  it("gives concurrent appends to one user positions without a gap", async () => {
    await Promise.all(Array.from({ length: 300 }, () => notify(user)));
    expect(await expectConsistent(user)).toBe(300);
  });

  it("takes no position when a recipient is unknown", async () => {
    const strangers = crypto.randomUUID();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => (index % 3 === 0 ? notify(user, strangers) : notify(user))),
    );
    expect(outcomes.filter(({ kind }) => kind === "unknown-users")).toHaveLength(67);
    expect(await expectConsistent(user)).toBe(133);
  });

  it("leaves no gap if a transaction is rolled back after it took a position", async () => {
    const rollback = new Error("rolled back on purpose");
    const failures: unknown[] = [];
    const rolledBack = (): Promise<unknown> =>
      sql
        .begin(async (transaction) => {
          await append(
            transaction as unknown as Database,
            CONTENT,
            [{ userId: user, id: crypto.randomUUID() }],
            undefined,
          );
          throw rollback;
        })
        .catch((error: unknown) => failures.push(error));
    // Each costs its connection, so no more at once than there are.
    for (let round = 0; round < 6; round++)
      await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? notify(user) : rolledBack())));
    expect(failures).toHaveLength(30);
    expect(new Set(failures)).toEqual(new Set([rollback]));
    expect(await expectConsistent(user)).toBe(30);
  });

  it("commits in the order of positions: what a reader has seen never gets a predecessor", async () => {
    const TOTAL = 400;
    let seen = 0;
    const reader = (async () => {
      while (seen < TOTAL) {
        const [page] = await replay(sql, [{ userId: user, position: seen, limit: 100 }]);
        for (const { position } of page?.changes ?? []) expect(position).toBe(++seen);
      }
    })();
    await Promise.all([reader, ...Array.from({ length: TOTAL }, () => notify(user))]);
    expect(seen).toBe(TOTAL);
  });

  it("appends to overlapping crowds at once without deadlock", async () => {
    const crowd = Array.from({ length: 50 }, () => crypto.randomUUID());
    await sql`insert into users ${sql(crowd.map((id) => ({ id, name: "somebody" })))}`;
    const shuffled = (): string[] => crowd.toSorted(() => Math.random() - 0.5);
    await Promise.all(Array.from({ length: 40 }, () => notify(...shuffled())));
    for (const userId of crowd) expect(await expectConsistent(userId)).toBe(40);
  });

  it("keeps count and positions right while reads and appends race", async () => {
    await Promise.all(Array.from({ length: 50 }, () => notify(user)));
    const { rows } = await list(sql, user, { status: "all", limit: 50, before: undefined });
    const ids = rows.map(({ id }) => id);
    await Promise.all([
      ...Array.from({ length: 30 }, () => notify(user)),
      ...Array.from({ length: 20 }, (_, index) => markRead(sql, user, { ids: ids.slice(index, index + 20) })),
      ...Array.from({ length: 10 }, (_, index) => markRead(sql, user, { through: index * 7 })),
    ]);
    await expectConsistent(user);
    const readIds = (await changes(user)).flatMap((change) => (change.kind === "read" ? change.ids : []));
    expect(new Set(readIds).size).toBe(readIds.length);
  });

  it("refuses the id of another user's notification, and leaves it unread", async () => {
    await notify(user);
    const [mine] = (await list(sql, user, { status: "all", limit: 1, before: undefined })).rows;
    const id = mine?.id ?? "";
    expect(await markRead(sql, other, { ids: [id] })).toEqual({ kind: "unknown-ids", ids: [id] });
    expect((await list(sql, user, { status: "unread", limit: 1, before: undefined })).unread).toBe(1);
  });

  it("replays a page for each of many cursors in one query, in their order", async () => {
    await Promise.all(Array.from({ length: 70 }, () => notify(user)));
    await notify(other);
    const stranger = crypto.randomUUID();
    const pages = await replay(sql, [
      { userId: other, position: 0, limit: 50 },
      { userId: user, position: 0, limit: 50 },
      { userId: stranger, position: 5, limit: 50 },
      { userId: user, position: null, limit: 50 },
      { userId: user, position: 50, limit: 50 },
      { userId: user, position: 50, limit: 3 },
    ]);
    expect(pages.map(({ head, changes: found }) => [head, found.length])).toEqual([
      [1, 1],
      [70, 50],
      [0, 0],
      [70, 0],
      [70, 20],
      [70, 3],
    ]);
  });

  it("replays pages of bounded size, however long the messages are, and misses nothing", async () => {
    const content = { ...CONTENT, message: LONG_MESSAGE };
    for (const _ of upTo(20)) await append(sql, content, [{ userId: user, id: crypto.randomUUID() }], undefined);
    for (const _ of upTo(5)) await notify(user);
    await markRead(sql, user, { through: 25 });
    const readers = upTo(500).map((n) => ({ userId: n % 2 ? user : other, position: n % 2 ? 0 : null, limit: 100 }));
    const pages = await replay(sql, readers);
    const sizes = pages.map((page) => Buffer.byteLength(JSON.stringify(page.changes)));
    // One more than what makes a page large.
    expect(Math.max(...sizes)).toBeLessThan(32 * 1024 + 2 * LONG_MESSAGE_BYTES);
    expect(pages.map(({ head }) => head)).toEqual(readers.map(({ position }) => (position === null ? 0 : 26)));
    expect((await changes(user)).map(({ position }) => position)).toEqual(upTo(26));
    const [one] = await replay(sql, [{ userId: user, position: 0, limit: 1 }]);
    expect(one?.changes).toHaveLength(1);
  });

  it("acknowledges a feed of any size, a slice at a time, without a gap", async () => {
    await notify(user);
    await sql`
      insert into notifications (id, user_id, type, message, created_at, seq)
      select gen_random_uuid(), ${user}, 't', 'm', now(), n from generate_series(2, 25000) as n`;
    await sql`update notification_feeds set head_seq = 25000, unread_count = 25000 where user_id = ${user}`;
    const more: boolean[] = [];
    while (more.at(-1) !== false) {
      const outcome = await markRead(sql, user, { through: 25_000 });
      if (outcome.kind === "read") more.push(outcome.more);
    }
    expect(more).toEqual([true, true, false]);
    const { head, unread } = await list(sql, user, { status: "unread", limit: 1, before: undefined });
    expect([head, unread]).toEqual([25_050, 0]);
  });

  it("survives acknowledgements that race with a user's very first notification", async () => {
    for (let round = 0; round < 30; round++) {
      const newcomer = crypto.randomUUID();
      await sql`insert into users values (${newcomer}, 'somebody')`;
      await Promise.all([
        notify(newcomer),
        ...Array.from({ length: 6 }, () => markRead(sql, newcomer, { through: 10 })),
      ]);
      await expectConsistent(newcomer);
    }
  });

  it("tells which feeds have moved, and no others", async () => {
    await notify(user, other);
    await notify(user);
    const known = [
      { userId: user, position: 1 },
      { userId: other, position: 1 },
    ];
    expect(await moved(sql, known)).toEqual([{ userId: user, head: 2 }]);
  });

  it("tells once of a feed that moved back or is gone, whatever its readers knew", async () => {
    await notify(user);
    await sql`delete from users where id = ${user}`;
    const known = [1, 2, 0].map((position) => ({ userId: user, position }));
    expect(await moved(sql, known)).toEqual([{ userId: user, head: 0 }]);
  });
});
