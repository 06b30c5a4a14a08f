import assert from "node:assert/strict";

import * as fc from "fast-check";

import type { Database } from "@/db/connection/client";
import { append, notified, type Claim, type Notified } from "@/db/feed/append";
import type { Change } from "@/db/feed/feed";
import { list } from "@/db/feed/list";
import { markRead, type ReadTarget } from "@/db/feed/mark-read";
import { moved, replay } from "@/db/feed/replay";
import {
  acknowledged,
  appended,
  changesBetween,
  EMPTY_FEED,
  unreadRows,
  type FeedMoment,
  type ModelChange,
  type ModelRow,
} from "@/tests/support/feed-moment";

/** As in db/feed/mark-read.ts. */
const READ_CHUNK = 500;
const NOBODY = "0190a1b0-ffff-7000-8000-000000000000";

type Content = "first" | "second";
const content = fc.constantFrom<Content>("first", "second");
/** Whom of three users; the fourth does not exist. */
const recipients = fc.uniqueArray(fc.constantFrom(0, 0, 1, 1, 2, 2, 3), { minLength: 1, maxLength: 4 });
const user = fc.nat(2);
const index = fc.nat(9);
const key = fc.option(fc.constantFrom("monday", "tuesday"), { nil: undefined });

const contentOf = (message: Content) => ({ type: "t", message, link: null });

/** What a repeated request is told of a notification. */
const asAnsweredAgain = ({ userId, id, createdAt }: Notified): Notified => ({ userId, id, createdAt });

/** A change of the database in the words of the model. */
const modelled = (change: Change): ModelChange =>
  change.kind === "notification"
    ? { kind: "notification", position: change.position, id: change.notification.id }
    : { kind: "read", position: change.position, ids: change.ids };

/** Every change after a position, page by page. */
async function replayed(sql: Database, userId: string, after: number, limit: number): Promise<ModelChange[]> {
  const all: ModelChange[] = [];
  for (;;) {
    const last = all.at(-1)?.position ?? after;
    const [page] = await replay(sql, [{ userId, position: last, limit }]);
    if (!page || page.changes.length === 0) return all;
    assert.ok(page.changes.every(({ position }) => position > last));
    all.push(...page.changes.map(modelled));
  }
}

/** The ids of a list, page by page. */
async function listed(sql: Database, userId: string, status: "unread" | "all", limit: number): Promise<string[]> {
  const all: { id: string; position: number }[] = [];
  for (;;) {
    const before = all.at(-1)?.position;
    const { rows } = await list(sql, userId, { status, limit, before });
    if (rows.length === 0) return all.map(({ id }) => id);
    assert.ok(rows.every(({ position }) => position < (before ?? Infinity)));
    all.push(...rows);
  }
}

const idsOf = (rows: readonly ModelRow[]): string[] => rows.map(({ id }) => id);

/** Three users with their feeds, in Postgres and in the model. */
export class ModelledFeeds {
  readonly feeds = new Map<string, FeedMoment>();
  /** What was answered to each key. */
  readonly answers = new Map<string, { request: string; requestId: string; added: Notified[] }>();

  readonly users = Array.from({ length: 3 }, () => crypto.randomUUID());

  constructor(readonly sql: Database) {}

  async open(): Promise<void> {
    await this.sql`insert into users ${this.sql(this.users.map((id) => ({ id, name: "somebody" })))}`;
  }

  feed(userId: string): FeedMoment {
    return this.feeds.get(userId) ?? EMPTY_FEED;
  }

  named(indexes: readonly number[]): string[] {
    return indexes.map((index) => this.users[index] ?? NOBODY);
  }

  user(index: number): string {
    return this.users[index] ?? NOBODY;
  }

  async append(users: readonly string[], message: Content, key: string | undefined): Promise<void> {
    const wanted = users.map((userId) => ({ userId, id: crypto.randomUUID() }));
    const request = JSON.stringify([users, message]);
    const claim: Claim | undefined =
      key === undefined
        ? undefined
        : {
            producer: this.user(0),
            key,
            requestHash: new TextEncoder().encode(request),
            requestId: crypto.randomUUID(),
          };
    const outcome = await append(this.sql, contentOf(message), wanted, claim);
    const answer = key === undefined ? undefined : this.answers.get(key);
    if (answer?.request === request) {
      assert.deepEqual(outcome, { kind: "added-before", requestId: answer.requestId });
      assert.deepEqual([...(await notified(this.sql, answer.added))], answer.added);
    } else if (answer) assert.deepEqual(outcome, { kind: "key-reused" });
    else if (users.includes(NOBODY)) assert.deepEqual(outcome, { kind: "unknown-users", userIds: [NOBODY] });
    else {
      for (const { userId, id } of wanted) this.feeds.set(userId, appended(this.feed(userId), id));
      if (outcome.kind !== "added") throw new Error(`appending ended with ${outcome.kind}`);
      assert.deepEqual(
        new Set(outcome.added.map(({ userId, id, position }) => `${userId} ${id} ${position}`)),
        new Set(wanted.map(({ userId, id }) => `${userId} ${id} ${this.feed(userId).head}`)),
      );
      if (key !== undefined && claim)
        this.answers.set(key, { request, requestId: claim.requestId, added: outcome.added.map(asAnsweredAgain) });
    }
  }

  async markRead(userId: string, target: ReadTarget): Promise<void> {
    const feed = this.feed(userId);
    const outcome = await markRead(this.sql, userId, target);
    const known = new Set(idsOf(feed.rows));
    const unknown = "ids" in target ? target.ids.filter((id) => !known.has(id)) : [];
    if (unknown.length > 0) {
      assert.deepEqual(outcome, { kind: "unknown-ids", ids: unknown });
      return;
    }
    if (outcome.kind !== "read") throw new Error(`acknowledging ended with ${outcome.kind}`);
    const next = acknowledged(
      feed,
      ({ id, seq }) => ("ids" in target ? target.ids.includes(id) : seq <= target.through),
      READ_CHUNK,
    );
    this.feeds.set(userId, next);
    assert.deepEqual(
      { position: outcome.position, changes: outcome.changes.map(modelled) },
      { position: next.head, changes: changesBetween(next, feed.head, next.head) },
    );
  }

  async expectEqual(userId: string, after: number, limit: number): Promise<void> {
    const feed = this.feed(userId);
    const { head, floor, unread } = await list(this.sql, userId, { status: "unread", limit: 1, before: undefined });
    assert.deepEqual([head, floor, unread], [feed.head, feed.floor, unreadRows(feed).length]);
    assert.deepEqual(await listed(this.sql, userId, "unread", limit), idsOf(unreadRows(feed)));
    assert.deepEqual(await listed(this.sql, userId, "all", limit), idsOf(feed.rows.toReversed()));
    assert.deepEqual(await replayed(this.sql, userId, after, limit), changesBetween(feed, after, head));
    const ends = await moved(this.sql, [{ userId, position: after }]);
    assert.deepEqual(
      ends.map((end) => end.head),
      after === head ? [] : [head],
    );
  }
}

type Step = fc.AsyncCommand<ModelledFeeds, ModelledFeeds>;

function step(name: string, run: (feeds: ModelledFeeds) => Promise<void>): Step {
  return { check: () => true, run, toString: () => name };
}

const appendStep = fc
  .tuple(recipients, content, key)
  .map(([indexes, message, key]) =>
    step(`append ${message} to ${indexes.join()}${key === undefined ? "" : ` with key ${key}`}`, (feeds) =>
      feeds.append(feeds.named(indexes), message, key),
    ),
  );

/** More than one READ can hold. */
const backlogStep = user.map((index) =>
  step(`a backlog for ${index}`, async (feeds) => {
    const userId = feeds.user(index);
    await feeds.append([userId], "first", undefined);
    const { head } = feeds.feed(userId);
    const rows = await feeds.sql<{ id: string }[]>`
      insert into notifications (id, user_id, type, message, created_at, seq)
      select gen_random_uuid(), ${userId}, 't', 'm', now(), ${head}::bigint + n from generate_series(1, 600) as n
      returning id, seq`;
    await feeds.sql`
      update notification_feeds set head_seq = head_seq + 600, unread_count = unread_count + 600 where user_id = ${userId}`;
    for (const { id } of rows) feeds.feeds.set(userId, appended(feeds.feed(userId), id));
  }),
);

const readStep = fc
  .tuple(user, fc.uniqueArray(index, { minLength: 1, maxLength: 5 }), fc.constantFrom("own", "own", "own", "foreign"))
  .map(([index, backs, whose]) =>
    step(
      `${index} reads its newest but ${backs.join()}${whose === "foreign" ? ", and another's" : ""}`,
      async (feeds) => {
        const ids = backs.flatMap((back) => feeds.feed(feeds.user(index)).rows.at(-1 - back)?.id ?? []);
        const foreign = feeds.feed(feeds.user((index + 1) % 3)).rows.at(-1)?.id ?? NOBODY;
        await feeds.markRead(feeds.user(index), { ids: whose === "own" && ids.length > 0 ? ids : [...ids, foreign] });
      },
    ),
  );

const readThroughStep = fc
  .tuple(user, fc.integer({ min: -2, max: 9 }))
  .map(([index, back]) =>
    step(`${index} reads through head - ${back}`, (feeds) =>
      feeds.markRead(feeds.user(index), { through: Math.max(0, feeds.feed(feeds.user(index)).head - back) }),
    ),
  );

const lookStep = fc
  .tuple(user, fc.integer({ min: -2, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .map(([index, back, limit]) =>
    step(`look at ${index} from head - ${back}, by ${limit}`, (feeds) => {
      const userId = feeds.user(index);
      return feeds.expectEqual(userId, Math.max(0, feeds.feed(userId).head - back), limit);
    }),
  );

/** What may be done to feeds, one at a time. */
export const feedRuns = fc.commands(
  [
    fc.oneof(
      { weight: 12, arbitrary: appendStep },
      { weight: 1, arbitrary: backlogStep },
      { weight: 4, arbitrary: readStep },
      { weight: 3, arbitrary: readThroughStep },
      { weight: 4, arbitrary: lookStep },
    ),
  ],
  { maxCommands: 40, size: "max" },
);
