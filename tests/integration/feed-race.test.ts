import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { connect, type Database } from "@/db/client";
import { append, list, markRead, replay, type AppendOutcome, type Change, type ReadTarget } from "@/db/feed";
import { createDatabase } from "@/tests/support/postgres";
import type { TestDatabase } from "@/tests/support/postgres-server";
import { propertyRuns } from "@/tests/support/property-runs";

const NOBODY = "0190a1b0-ffff-7000-8000-000000000000";
/** Notifications everybody has before the race begins. */
const HEAD_START = 10;

/** The fourth of three users does not exist. */
const recipients = fc.uniqueArray(fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 2, 2, 3), { minLength: 1, maxLength: 4 });
const user = fc.nat(2);
const limit = fc.integer({ min: 1, max: 9 });

/** What somebody does while others do the like. */
const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      recipients,
      key: fc.option(fc.constantFrom("monday", "tuesday"), { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("read" as const),
      user,
      picks: fc.uniqueArray(fc.nat(HEAD_START - 1), { minLength: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("read through" as const), user, through: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("list" as const), user, limit }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("replay" as const), user, after: fc.nat(15), limit }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

/** Everything that happened to one user's feed, in order. */
class History {
  constructor(readonly changes: readonly Change[]) {}

  /** What was unread when `position` was the head, newest first. */
  unreadAt(position: number): { id: string; position: number }[] {
    let unread: { id: string; position: number }[] = [];
    for (const change of this.changes.slice(0, position))
      if (change.kind === "notification")
        unread = [{ id: change.notification.id, position: change.position }, ...unread];
      else {
        for (const id of change.ids) expect(unread.map((one) => one.id)).toContain(id);
        unread = unread.filter(({ id }) => !change.ids.includes(id));
      }
    return unread;
  }
}

/** Holds what was answered against what turned out to have happened. */
type Check = (histories: ReadonlyMap<string, History>) => void;

interface KeyedRequest {
  key: string;
  users: readonly string[];
  outcome: AppendOutcome;
}

describe("the feed in Postgres, with everybody at it at once", () => {
  let database: TestDatabase;
  let sql: Database;

  beforeAll(async () => {
    database = await createDatabase();
    sql = connect(database.url);
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  function notify(users: readonly string[], key?: string): Promise<AppendOutcome> {
    const wanted = users.map((userId) => ({ userId, id: crypto.randomUUID() }));
    const requestHash = new TextEncoder().encode(users.join());
    const claim = key === undefined ? undefined : { producer: "anybody", key, requestHash };
    return append(sql, { type: "t", message: "m", link: null }, wanted, claim);
  }

  async function historyOf(userId: string): Promise<History> {
    const changes: Change[] = [];
    for (;;) {
      const [page] = await replay(sql, [{ userId, after: changes.length, limit: 100 }]);
      if (!page || page.changes.length === 0) break;
      changes.push(...page.changes);
    }
    expect(changes.map(({ position }) => position)).toEqual(changes.map((_, index) => index + 1));
    const history = new History(changes);
    const unread = history.unreadAt(changes.length).length;
    const [row] = await sql`
      select head_seq, unread_count,
        (select count(*) from notifications where user_id = ${userId} and read_at is null)::int as unread
      from notification_feeds where user_id = ${userId}`;
    expect(row).toEqual({ head_seq: changes.length, unread_count: unread, unread });
    return history;
  }

  async function doAppend(users: readonly string[]): Promise<Check> {
    const outcome = await notify(users);
    return (histories) => expectAppended(histories, users, outcome);
  }

  async function doAppendOnce(users: readonly string[], key: string, all: KeyedRequest[]): Promise<Check> {
    const outcome = await notify(users, key);
    all.push({ key, users, outcome });
    return (histories) => {
      const first = all.find((request) => request.key === key && request.outcome.kind === "added");
      if (outcome.kind === "key-reused") expect(first?.users).not.toEqual(users);
      else if (outcome.kind === "added-before") {
        expect(first?.users).toEqual(users);
        expect(outcome).toEqual({ ...first?.outcome, kind: "added-before" });
      } else {
        expectAppended(histories, users, outcome);
        if (outcome.kind === "added") expect(outcome).toBe(first?.outcome);
      }
    };
  }

  async function doRead(userId: string, target: ReadTarget): Promise<Check> {
    const outcome = await markRead(sql, userId, target);
    return (histories) => {
      const history = histories.get(userId);
      if (outcome.kind !== "read" || !history) throw new Error(`acknowledging ended with ${outcome.kind}`);
      for (const change of outcome.changes) expect(history.changes[change.position - 1]).toEqual(change);
      const left = history.unreadAt(outcome.head);
      const isWanted = ({ id, position }: { id: string; position: number }): boolean =>
        "ids" in target ? target.ids.includes(id) : position <= target.through;
      expect(left.filter(isWanted)).toEqual([]);
      const read = outcome.changes.flatMap((change) => (change.kind === "read" ? change.ids : []));
      const before = history.unreadAt((outcome.changes[0]?.position ?? 1) - 1);
      expect(before.filter(isWanted).map(({ id }) => id)).toEqual(expect.arrayContaining(read));
    };
  }

  async function doList(userId: string, limit: number): Promise<Check> {
    const { head, unread, rows } = await list(sql, userId, { status: "unread", limit, before: undefined });
    return (histories) => {
      const truth = histories.get(userId)?.unreadAt(head) ?? [];
      expect(unread).toBe(truth.length);
      expect(rows.map(({ id }) => id)).toEqual(truth.slice(0, limit).map(({ id }) => id));
    };
  }

  async function doReplay(userId: string, after: number, limit: number): Promise<Check> {
    const [page] = await replay(sql, [{ userId, after, limit }]);
    const head = page?.head ?? 0;
    return (histories) => {
      const history = histories.get(userId);
      expect(page?.unread).toBe(history?.unreadAt(head).length);
      expect(page?.changes).toEqual(history?.changes.slice(after, Math.min(head, after + limit)));
    };
  }

  it("keeps every feed gapless, every count right and every sight of it true", { timeout: 0 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 20, maxLength: 60 }), async (deeds) => {
        const users = Array.from({ length: 3 }, () => crypto.randomUUID());
        await sql`insert into users ${sql(users.map((id) => ({ id, name: "somebody" })))}`;
        for (let i = 0; i < HEAD_START; i++) await notify(users);
        const first = new Map<string, string[]>();
        for (const userId of users) {
          const { rows } = await list(sql, userId, { status: "all", limit: HEAD_START, before: undefined });
          first.set(
            userId,
            rows.map(({ id }) => id),
          );
        }
        const keyed: KeyedRequest[] = [];

        function perform(deed: Deed): Promise<Check> {
          if (deed.do === "append") {
            const named = deed.recipients.map((index) => users[index] ?? NOBODY);
            return deed.key === undefined ? doAppend(named) : doAppendOnce(named, `${users[0]} ${deed.key}`, keyed);
          }
          const userId = users[deed.user] ?? NOBODY;
          const firstIds = first.get(userId) ?? [];
          switch (deed.do) {
            case "read":
              return doRead(userId, { ids: deed.picks.map((pick) => firstIds[pick] ?? NOBODY) });
            case "read through":
              return doRead(userId, { through: deed.through });
            case "list":
              return doList(userId, deed.limit);
            case "replay":
              return doReplay(userId, deed.after, deed.limit);
          }
        }

        const checks = await Promise.all(deeds.map(perform));
        const histories = new Map<string, History>();
        for (const userId of users) histories.set(userId, await historyOf(userId));
        for (const check of checks) check(histories);
      }),
      propertyRuns(20),
    );
  });
});

function expectAppended(
  histories: ReadonlyMap<string, History>,
  users: readonly string[],
  outcome: AppendOutcome,
): void {
  if (users.includes(NOBODY)) {
    expect(outcome).toEqual({ kind: "unknown-users", userIds: [NOBODY] });
    return;
  }
  if (outcome.kind !== "added") throw new Error(`appending ended with ${outcome.kind}`);
  expect(outcome.added.map(({ userId }) => userId).toSorted()).toEqual(users.toSorted());
  for (const { userId, position, id, createdAt } of outcome.added)
    expect(histories.get(userId)?.changes[position - 1]).toMatchObject({
      kind: "notification",
      position,
      notification: { id, createdAt },
    });
}
