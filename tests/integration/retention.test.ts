import { isDeepStrictEqual } from "node:util";

import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { Database } from "@/db/connection/client";
import { append, notified, type Claim } from "@/db/feed/append";
import { erase, type Erasure } from "@/db/feed/erase";
import type { Change } from "@/db/feed/feed";
import { list } from "@/db/feed/list";
import { markRead } from "@/db/feed/mark-read";
import { purge, type PurgedBatch } from "@/db/feed/purge";
import { replay, type ReplayPage } from "@/db/feed/replay";
import { openDatabase } from "@/tests/support/postgres/postgres";

const CONTENT = { type: "t", message: "m", link: null };
const DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

describe("retention and erasure in Postgres", () => {
  let sql: Database;
  let user: string;

  beforeAll(async () => {
    const database = await openDatabase();
    sql = database.sql;
    return database.close;
  });
  beforeEach(async () => {
    [user] = (await addUsers(1)) as [string];
  });

  async function addUsers(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => crypto.randomUUID());
    await sql`insert into users ${sql(ids.map((id) => ({ id, name: "somebody" })))}`;
    return ids;
  }

  const notify = (userIds: readonly string[], claim?: Claim) =>
    append(
      sql,
      CONTENT,
      userIds.map((userId) => ({ userId, id: crypto.randomUUID() })),
      claim,
    );

  const claim = (key: string): Claim => ({
    producer: "p",
    key,
    requestHash: new Uint8Array(32),
    requestId: crypto.randomUUID(),
  });

  /** As if these, or all of the user's read ones, had been read so many days earlier. */
  async function age(userId: string, days: number, ids?: readonly string[]): Promise<void> {
    await sql`
      update notifications set read_at = read_at - make_interval(hours => ${24 * days}::int)
      where user_id = ${userId} ${ids ? sql`and id = any(${ids as string[]}::uuid[])` : sql``}`;
  }

  async function purgeAll(): Promise<PurgedBatch> {
    const removed = { keys: 0, notifications: 0 };
    for await (const batch of purge(sql, DAYS)) {
      removed.keys += batch.keys;
      removed.notifications += batch.notifications;
    }
    return removed;
  }

  async function stateOf(userId: string): Promise<Pick<ReplayPage, "head" | "floor" | "unread">> {
    const [page] = await replay(sql, [{ userId, position: null, limit: 1 }]);
    return { head: page?.head ?? -1, floor: page?.floor ?? -1, unread: page?.unread ?? -1 };
  }

  const idsOf = async (userId: string): Promise<string[]> =>
    (await list(sql, userId, { status: "all", limit: 100, before: undefined })).rows.map(({ id }) => id);

  /** What every feed must be at any time. */
  async function expectConsistent(userId: string): Promise<void> {
    const [row] = await sql`
      select unread_count = (select count(*) from notifications where user_id = ${userId} and read_at is null) as counted,
        head_seq >= (select coalesce(max(greatest(seq, read_seq)), 0) from notifications where user_id = ${userId}) as within
      from notification_feeds where user_id = ${userId}`;
    expect(row).toEqual({ counted: true, within: true });
  }

  /** A user's feed, changed step by step, with a record of every change at its position. */
  class History {
    readonly changes: (Change | Erasure)[] = [];

    constructor(readonly userId: string) {}

    async append(): Promise<void> {
      const outcome = await notify([this.userId]);
      if (outcome.kind !== "added") throw new Error(outcome.kind);
      for (const { position, id, createdAt } of outcome.added)
        this.#record([{ kind: "notification", position, notification: { ...CONTENT, id, createdAt } }]);
    }

    async readOldest(): Promise<void> {
      const { rows } = await list(sql, this.userId, { status: "unread", limit: 100, before: undefined });
      const oldest = rows.at(-1);
      if (oldest) await this.#read({ ids: [oldest.id] });
    }

    async readAll(): Promise<void> {
      await this.#read({ through: this.changes.length });
    }

    async erase(): Promise<void> {
      this.#record((await erase(sql, this.userId)).changes);
    }

    /** So much time passes that everything read so far is past its own. */
    async age(): Promise<void> {
      await age(this.userId, 2 * DAYS);
      for (const change of this.changes)
        if (change.kind === "read") change.readAt = new Date(change.readAt.getTime() - 2 * DAYS * DAY_MS);
    }

    async purge(): Promise<void> {
      await purgeAll();
    }

    async #read(target: Parameters<typeof markRead>[2]): Promise<void> {
      const outcome = await markRead(sql, this.userId, target);
      if (outcome.kind !== "read") throw new Error(outcome.kind);
      this.#record(outcome.changes);
    }

    #record(changes: readonly (Change | Erasure)[]): void {
      for (const change of changes)
        if (this.changes.push(change) !== change.position) throw new Error(`a hole before ${change.position}`);
    }
  }

  /**
   * Every cursor from 0 to the head gets exactly what came after it, or is told that it cannot. The latter only where
   * something is missing indeed.
   */
  async function expectHonestReplay({ userId, changes }: History): Promise<void> {
    const pages = await replay(
      sql,
      Array.from({ length: changes.length + 1 }, (_, position) => ({ userId, position, limit: 1000 })),
    );
    const kept = new Map(pages[0]?.changes.map((change) => [change.position, change]));
    const missing = changes.findLast((change) => !isDeepStrictEqual(kept.get(change.position), change));
    const floor = missing?.position ?? 0;
    for (const page of pages) expect(page).toMatchObject({ head: changes.length, floor });
    const exact = pages.slice(floor).map((page) => page.changes);
    expect(exact).toEqual(exact.map((_, index) => changes.slice(floor + index)));
    await expectConsistent(userId);
  }

  it("from every position, after every history of three steps, replays exactly or says that it cannot", async () => {
    const steps = ["append", "readOldest", "readAll", "age", "purge", "erase"] as const;
    for (const first of steps)
      for (const second of steps) {
        const users = await addUsers(steps.length);
        for (const [index, third] of steps.entries()) {
          const history = new History(users[index] ?? "");
          for (const step of ["append", "append", "readAll", "append", first, second, third] as const)
            await history[step]();
          await expectHonestReplay(history);
        }
      }
  }, 120_000);

  describe("a purge", () => {
    it("removes notifications read long ago, but no unread one of any age and none read since", async () => {
      await notify([user]);
      await notify([user]);
      await notify([user]);
      const [unread, recent, old] = (await idsOf(user)) as [string, string, string];
      await sql`update notifications set created_at = created_at - interval '10 years' where user_id = ${user}`;
      await markRead(sql, user, { ids: [old] });
      await markRead(sql, user, { ids: [recent] });
      await sql`update notifications set read_at = now() - interval '90 days 1 minute' where id = ${old}`;
      await sql`update notifications set read_at = now() - interval '89 days 23 hours' where id = ${recent}`;
      expect((await purgeAll()).notifications).toBe(1);
      expect(await idsOf(user)).toEqual([unread, recent]);
      expect(await stateOf(user)).toEqual({ head: 5, floor: 4, unread: 1 });
    });

    it("treats a purged id as unknown", async () => {
      await notify([user]);
      const [id] = (await idsOf(user)) as [string];
      await markRead(sql, user, { ids: [id] });
      await age(user, 2 * DAYS);
      await purgeAll();
      expect(await markRead(sql, user, { ids: [id] })).toEqual({ kind: "unknown-ids", ids: [id] });
    });

    it("never lowers the floor, even if a clock that was set splits a READ event in two", async () => {
      for (let count = 0; count < 3; count++) await notify([user]);
      const [third, second] = (await idsOf(user)) as [string, string];
      await markRead(sql, user, { through: 2 });
      await markRead(sql, user, { ids: [third] });
      await age(user, 2 * DAYS);
      await age(user, -2 * DAYS, [second]);
      expect((await purgeAll()).notifications).toBe(2);
      expect(await idsOf(user)).toEqual([second]);
      expect(await stateOf(user)).toEqual({ head: 5, floor: 5, unread: 0 });
      await age(user, 2 * DAYS);
      expect((await purgeAll()).notifications).toBe(1);
      expect(await stateOf(user)).toEqual({ head: 5, floor: 5, unread: 0 });
    });

    it("can stop after any batch of a large feed, and goes on from there", async () => {
      await notify([user]);
      await sql`
        insert into notifications (id, user_id, type, message, created_at, seq)
        select gen_random_uuid(), ${user}, 't', 'm', now(), n from generate_series(2, 3300) as n`;
      await sql`update notification_feeds set head_seq = 3300, unread_count = 3300 where user_id = ${user}`;
      await markRead(sql, user, { through: 3200 });
      await age(user, 2 * DAYS);
      const sizes: number[] = [];
      for (let stopped = true; stopped;) {
        stopped = false;
        for await (const { notifications } of purge(sql, DAYS)) {
          if (notifications === 0) continue;
          sizes.push(notifications);
          const [kept] = await sql<{ oldest: number }[]>`
            select min(read_seq) as oldest from notifications where user_id = ${user} and read_seq is not null`;
          const { floor, unread } = await stateOf(user);
          expect(unread).toBe(100);
          expect(floor).toBe((kept?.oldest ?? 3308) - 1);
          stopped = true;
          break;
        }
      }
      expect(sizes).toEqual([1000, 1000, 1000, 200]);
      expect(await stateOf(user)).toEqual({ head: 3307, floor: 3307, unread: 100 });
    });

    it("looks at every feed, over any number of pages", async () => {
      const crowd = await addUsers(2500);
      await notify(crowd);
      const due = crowd.filter((_, index) => index % 50 === 0);
      await sql`
        update notifications set read_at = now() - interval '91 days', read_seq = 2 where user_id = any(${due}::uuid[])`;
      await sql`update notification_feeds set head_seq = 2, unread_count = 0 where user_id = any(${due}::uuid[])`;
      expect((await purgeAll()).notifications).toBe(due.length);
      const purged = await sql<{ user_id: string }[]>`
        select user_id from notification_feeds where user_id = any(${crowd}::uuid[]) and floor_seq = 2`;
      expect(new Set(purged.map(({ user_id }) => user_id))).toEqual(new Set(due));
    });

    it("runs twice at once, beside appends, acknowledgements and erasures", async () => {
      const crowd = await addUsers(40);
      for (let round = 0; round < 8; round++) {
        await notify(crowd);
        await Promise.all(crowd.map((userId) => markRead(sql, userId, { through: 1_000 })));
        await Promise.all(crowd.map((userId) => age(userId, 2 * DAYS)));
        await Promise.all([
          purgeAll(),
          purgeAll(),
          ...Array.from({ length: 4 }, () => notify(crowd)),
          ...crowd.map((userId) => markRead(sql, userId, { through: 1_000 })),
          ...crowd.slice(0, 10).map((userId) => erase(sql, userId)),
        ]);
      }
      await Promise.all(crowd.map((userId) => expectConsistent(userId)));
      const [left] = await sql`
        select count(*)::int from notifications
        where user_id = any(${crowd}::uuid[]) and read_at < now() - interval '90 days'`;
      expect(left).toEqual({ count: 0 });
    });

    it("waits for a feed that somebody is changing, and blocks nobody meanwhile", async () => {
      await notify([user]);
      await markRead(sql, user, { through: 1 });
      await age(user, 2 * DAYS);
      let purging: Promise<PurgedBatch> | undefined;
      await sql.begin(async (transaction) => {
        await transaction`select from notification_feeds where user_id = ${user} for no key update`;
        purging = purgeAll();
        await vi.waitUntil(async () => {
          const [waiting] = await sql`
            select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
          return waiting !== undefined;
        });
        await transaction`delete from notifications where user_id = ${user}`;
      });
      expect((await purging)?.notifications).toBe(0);
    });

    it("removes idempotency keys after a day, and frees them", async () => {
      for (const key of ["old-0", "young"]) await notify([user], claim(key));
      await sql`
        insert into idempotency_keys (producer, key, request_hash)
        select 'p', 'old-' || n, '' from generate_series(1, 2044) as n`;
      await sql`
        update idempotency_keys set created_at = now() - interval '24 hours 1 minute' where key like 'old-%'`;
      await sql`update idempotency_keys set created_at = now() - interval '23 hours' where key = 'young'`;
      expect((await purgeAll()).keys).toBe(2045);
      expect((await notify([user], claim("young"))).kind).toBe("added-before");
      expect((await notify([user], claim("old-0"))).kind).toBe("added");
    });

    it("lets a request start afresh if its key is purged at the moment of its retry", async () => {
      await notify([user], claim("expiring"));
      const beforeRecall = async (): Promise<void> => {
        await sql`delete from idempotency_keys where key = 'expiring'`;
      };
      const outcome = await append(
        interrupted(sql, "select request_hash", beforeRecall),
        CONTENT,
        [{ userId: user, id: crypto.randomUUID() }],
        claim("expiring"),
      );
      expect(outcome.kind).toBe("added");
    });
  });

  describe("an erasure", () => {
    it("leaves nothing, and takes one position: no cursor before it can continue", async () => {
      await notify([user]);
      await notify([user]);
      await markRead(sql, user, { through: 1 });
      expect(await erase(sql, user)).toEqual({
        erased: 2,
        changes: [{ kind: "erasure", position: 4, unread: 0 }],
        more: false,
      });
      expect(await idsOf(user)).toEqual([]);
      expect(await stateOf(user)).toEqual({ head: 4, floor: 4, unread: 0 });
    });

    it("changes nothing for a user without notifications, known or not", async () => {
      const nothing = { erased: 0, changes: [], more: false };
      expect(await erase(sql, user)).toEqual(nothing);
      expect(await erase(sql, crypto.randomUUID())).toEqual(nothing);
      await notify([user]);
      await erase(sql, user);
      expect(await erase(sql, user)).toEqual(nothing);
      expect(await stateOf(user)).toEqual({ head: 2, floor: 2, unread: 0 });
    });

    it("erases again what was added since", async () => {
      for (const position of [2, 4]) {
        await notify([user]);
        expect((await erase(sql, user)).changes).toEqual([{ kind: "erasure", position, unread: 0 }]);
      }
    });

    it("leaves the notifications of others alone", async () => {
      const [other] = (await addUsers(1)) as [string];
      await notify([user, other]);
      await erase(sql, user);
      expect(await stateOf(other)).toEqual({ head: 1, floor: 0, unread: 1 });
      expect(await idsOf(other)).toHaveLength(1);
    });

    it("erases or keeps as a whole what is appended and acknowledged at the same time", async () => {
      const batches = await Promise.all(
        Array.from({ length: 120 }, async (_, index) => {
          if (index % 8 === 7) return (await erase(sql, user)).erased;
          if (index % 8 === 6) await markRead(sql, user, { through: 1_000 });
          else await notify([user]);
          return 0;
        }),
      );
      await expectConsistent(user);
      const erased = batches.reduce((sum, count) => sum + count, 0);
      expect(erased + (await idsOf(user)).length).toBe(90);
      await erase(sql, user);
      const { head, floor, unread } = await stateOf(user);
      expect([floor, unread]).toEqual([head, 0]);
    });

    it("survives appends and acknowledgements that race with a user's very first notification", async () => {
      for (let round = 0; round < 40; round++) {
        const [newcomer] = (await addUsers(1)) as [string];
        await Promise.all([
          notify([newcomer]),
          ...Array.from({ length: 4 }, () => erase(sql, newcomer)),
          ...Array.from({ length: 4 }, () => markRead(sql, newcomer, { through: 10 })),
          notify([newcomer]),
        ]);
        await expectConsistent(newcomer);
      }
    });

    it("erases a feed of any size, a slice at a time", async () => {
      await notify([user]);
      await sql`
        insert into notifications (id, user_id, type, message, created_at, seq)
        select gen_random_uuid(), ${user}, 't', 'm', now(), n from generate_series(2, 25000) as n`;
      await sql`update notification_feeds set head_seq = 25000, unread_count = 25000 where user_id = ${user}`;
      const slices = [];
      for (let more = true; more;) {
        const slice = await erase(sql, user);
        slices.push(slice);
        await expectConsistent(user);
        ({ more } = slice);
      }
      expect(slices.map(({ erased }) => erased)).toEqual([10_000, 10_000, 5_000]);
      expect(slices.at(-1)?.changes).toEqual([{ kind: "erasure", position: 25_003, unread: 0 }]);
      expect(await stateOf(user)).toEqual({ head: 25_003, floor: 25_003, unread: 0 });
    });

    it("leaves nothing in the keys of requests; a retry notifies nobody again and names the others", async () => {
      const crowd = await addUsers(30);
      const once = claim("batch");
      const first = await notify(crowd, once);
      if (first.kind !== "added") throw new Error(first.kind);
      const erased = crowd.slice(10);
      for (const userId of erased) await erase(sql, userId);
      expect(await notify(crowd, claim("batch"))).toEqual({ kind: "added-before", requestId: once.requestId });
      expect((await Promise.all(erased.map(idsOf))).flat()).toEqual([]);
      const left = first.added.slice(0, 10).map(({ userId, id, createdAt }) => ({ userId, id, createdAt }));
      expect([...(await notified(sql, first.added))]).toEqual(left);
      const kept = JSON.stringify(await sql`select * from idempotency_keys where key = 'batch'`);
      expect(first.added.filter(({ userId, id }) => kept.includes(userId) || kept.includes(id))).toEqual([]);
    });
  });
});

/** The same database, where `interrupt` happens in transactions just before the first statement that starts with `text`. */
function interrupted(sql: Database, text: string, interrupt: () => Promise<void>): Database {
  let pending = true;
  return {
    begin: (run: (transaction: unknown) => Promise<unknown>) =>
      sql.begin((transaction) =>
        run(
          new Proxy(transaction, {
            apply: async (target, _, [strings, ...values]: [TemplateStringsArray, ...string[]]) => {
              if (pending && strings.join("").trim().startsWith(text)) {
                pending = false;
                await interrupt();
              }
              return target(strings, ...values);
            },
          }),
        ),
      ),
  } as unknown as Database;
}
