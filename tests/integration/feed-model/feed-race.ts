import assert from "node:assert/strict";

import * as fc from "fast-check";

import type { Database } from "@/db/connection/client";
import { append, type AppendOutcome, type Claim } from "@/db/feed/append";
import type { Change } from "@/db/feed/feed";
import { list } from "@/db/feed/list";
import { markRead, type ReadTarget } from "@/db/feed/mark-read";
import { replay } from "@/db/feed/replay";

const NOBODY = "0190a1b0-ffff-7000-8000-000000000000";
/** Notifications everybody has before the race begins. */
const HEAD_START = 10;

/** The fourth of three users does not exist. */
const recipients = fc.uniqueArray(fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 2, 2, 3), { minLength: 1, maxLength: 4 });
const user = fc.nat(2);
const limit = fc.integer({ min: 1, max: 9 });
const key = fc.option(fc.constantFrom("monday", "tuesday"), { nil: undefined });
const picks = fc.uniqueArray(fc.nat(HEAD_START - 1), { minLength: 1 });

/** What somebody does while others do the like. */
const deed = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("append" as const), recipients, key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("read" as const), user, picks }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("read through" as const), user, through: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("list" as const), user, limit }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("replay" as const), user, position: fc.nat(15), limit }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

export const deeds = fc.array(deed, { minLength: 20, maxLength: 60 });

/** Everything that happened to one user's feed, in order. */
type History = readonly Change[];

/** What was unread when `head` was the head, newest first. */
function unreadAt(history: History, head: number): { id: string; position: number }[] {
  let unread: { id: string; position: number }[] = [];
  for (const change of history.slice(0, head))
    if (change.kind === "notification") unread = [{ id: change.notification.id, position: change.position }, ...unread];
    else {
      assert.ok(
        change.ids.every((id) => unread.some((one) => one.id === id)),
        `position ${change.position} reads what was not unread`,
      );
      unread = unread.filter(({ id }) => !change.ids.includes(id));
    }
  return unread;
}

/** Holds what was answered against what turned out to have happened. */
type Check = () => void;

interface KeyedRequest {
  key: string;
  requestId: string;
  users: readonly string[];
  outcome: AppendOutcome;
}

/** Three users, whose feeds everybody is at at once. */
export class FeedRace {
  readonly #sql: Database;
  readonly #users = Array.from({ length: 3 }, () => crypto.randomUUID());
  /** What each had before the race. */
  readonly #firstIds = new Map<string, string[]>();
  readonly #histories = new Map<string, History>();
  readonly #keyed: KeyedRequest[] = [];

  constructor(sql: Database) {
    this.#sql = sql;
  }

  async run(deeds: readonly Deed[]): Promise<void> {
    await this.#prepare();
    const checks = await Promise.all(deeds.map((deed) => this.#perform(deed)));
    for (const userId of this.#users) this.#histories.set(userId, await this.#replayAll(userId));
    for (const userId of this.#users) await this.#expectCountsRight(userId);
    for (const check of checks) check();
  }

  async #prepare(): Promise<void> {
    await this.#sql`insert into users ${this.#sql(this.#users.map((id) => ({ id, name: "somebody" })))}`;
    for (let i = 0; i < HEAD_START; i++) await this.#notify(this.#users);
    for (const userId of this.#users) {
      const { rows } = await list(this.#sql, userId, { status: "all", limit: HEAD_START, before: undefined });
      this.#firstIds.set(
        userId,
        rows.map(({ id }) => id),
      );
    }
  }

  #perform(deed: Deed): Promise<Check> {
    if (deed.kind === "append") {
      const users = deed.recipients.map((index) => this.#users[index] ?? NOBODY);
      return deed.key === undefined ? this.#append(users) : this.#appendOnce(users, `${this.#users[0]} ${deed.key}`);
    }
    const userId = this.#users[deed.user] ?? NOBODY;
    switch (deed.kind) {
      case "read":
        return this.#read(userId, { ids: deed.picks.map((pick) => this.#firstIds.get(userId)?.[pick] ?? NOBODY) });
      case "read through":
        return this.#read(userId, { through: deed.through });
      case "list":
        return this.#list(userId, deed.limit);
      case "replay":
        return this.#replay(userId, deed.position, deed.limit);
    }
  }

  async #append(users: readonly string[]): Promise<Check> {
    const outcome = await this.#notify(users);
    return () => this.#expectAppended(users, outcome);
  }

  async #appendOnce(users: readonly string[], key: string): Promise<Check> {
    const requestId = crypto.randomUUID();
    const outcome = await this.#notify(users, { key, requestId });
    this.#keyed.push({ key, requestId, users, outcome });
    return () => {
      const first = this.#keyed.find((request) => request.key === key && request.outcome.kind === "added");
      if (outcome.kind === "key-reused") assert.notDeepEqual(first?.users, users);
      else if (outcome.kind === "added-before") {
        assert.deepEqual(users, first?.users);
        assert.equal(outcome.requestId, first?.requestId);
      } else this.#expectAppended(users, outcome);
      if (outcome.kind === "added") assert.equal(outcome, first?.outcome, "one key was carried out twice");
    };
  }

  #notify(users: readonly string[], once?: Pick<Claim, "key" | "requestId">): Promise<AppendOutcome> {
    const wanted = users.map((userId) => ({ userId, id: crypto.randomUUID() }));
    const requestHash = new TextEncoder().encode(users.join());
    const claim = once && { producer: "anybody", requestHash, ...once };
    return append(this.#sql, { type: "t", message: "m", link: null }, wanted, claim);
  }

  async #read(userId: string, target: ReadTarget): Promise<Check> {
    const outcome = await markRead(this.#sql, userId, target);
    return () => {
      if (outcome.kind !== "read") throw new Error(`acknowledging ended with ${outcome.kind}`);
      const history = this.#history(userId);
      assert.deepEqual(
        outcome.changes,
        outcome.changes.map(({ position }) => history[position - 1]),
      );
      const wanted = (head: number): string[] =>
        unreadAt(history, head)
          .filter(({ id, position }) => ("ids" in target ? target.ids.includes(id) : position <= target.through))
          .map(({ id }) => id);
      assert.deepEqual(wanted(outcome.position), []);
      const read = outcome.changes.flatMap((change) => (change.kind === "read" ? change.ids : []));
      assert.deepEqual(wanted(outcome.position - outcome.changes.length).toSorted(), read.toSorted());
    };
  }

  async #list(userId: string, limit: number): Promise<Check> {
    const { head, unread, rows } = await list(this.#sql, userId, { status: "unread", limit, before: undefined });
    return () => {
      const truth = unreadAt(this.#history(userId), head);
      const ids = rows.map(({ id }) => id);
      assert.deepEqual({ unread, ids }, { unread: truth.length, ids: truth.slice(0, limit).map(({ id }) => id) });
    };
  }

  async #replay(userId: string, position: number, limit: number): Promise<Check> {
    const [page] = await replay(this.#sql, [{ userId, position, limit }]);
    return () => {
      const history = this.#history(userId);
      const head = page?.head ?? 0;
      assert.equal(page?.unread, unreadAt(history, head).length);
      assert.deepEqual(page?.changes, history.slice(position, Math.min(head, position + limit)));
    };
  }

  #history(userId: string): History {
    return this.#histories.get(userId) ?? [];
  }

  async #replayAll(userId: string): Promise<History> {
    const changes: Change[] = [];
    for (;;) {
      const [page] = await replay(this.#sql, [{ userId, position: changes.length, limit: 100 }]);
      if (!page || page.changes.length === 0) break;
      changes.push(...page.changes);
      assert.equal(changes.at(-1)?.position, changes.length);
    }
    assert.deepEqual(
      changes.map(({ position }) => position),
      changes.map((_, index) => index + 1),
    );
    return changes;
  }

  async #expectCountsRight(userId: string): Promise<void> {
    const head = this.#history(userId).length;
    const unread = unreadAt(this.#history(userId), head).length;
    const [row] = await this.#sql`
      select head_seq, unread_count,
        (select count(*) from notifications where user_id = ${userId} and read_at is null)::int as unread
      from notification_feeds where user_id = ${userId}`;
    assert.deepEqual({ ...row }, { head_seq: head, unread_count: unread, unread });
  }

  #expectAppended(users: readonly string[], outcome: AppendOutcome): void {
    if (users.includes(NOBODY)) {
      assert.deepEqual(outcome, { kind: "unknown-users", userIds: [NOBODY] });
      return;
    }
    if (outcome.kind !== "added") throw new Error(`appending ended with ${outcome.kind}`);
    assert.deepEqual(outcome.added.map(({ userId }) => userId).toSorted(), users.toSorted());
    for (const { userId, position, id, createdAt } of outcome.added) {
      const change = this.#history(userId)[position - 1];
      const notification = change?.kind === "notification" ? change.notification : undefined;
      assert.deepEqual([notification?.id, notification?.createdAt], [id, createdAt]);
    }
  }
}
