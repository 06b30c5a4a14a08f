/**
 * Every SQL statement of the feed. Each function is one statement or one transaction, so what it returns is one
 * snapshot and what it writes is all or nothing. A change takes its position from the user's row in
 * notification_feeds, locked until commit: positions are gapless and commit in order, rollbacks included.
 *
 * No statement's meaning depends on a setting of its session, since a pooler keeps none: tables are named with their
 * schema, times come as milliseconds since 1970, `bytea` is compared in SQL, and no array holds a null.
 */
import type { Database } from "./connection/client";
import type { Queryable } from "./connection/statement";
import { listed, notification, type ListedNotificationRow, type NotificationRow } from "./notification-row";

/** Notifications one transaction marks as read, so that the largest feed is acknowledged in statements of ordinary length. */
const READ_SLICE = 10_000;

/** Ids one READ event carries; a larger acknowledgement takes several positions. */
const READ_CHUNK = 500;

/** Of the messages and ids of one page of a replay: a hundred notifications of ordinary length. */
const PAGE_BYTES = 32 * 1024;

/** Of an id in an event, with its quotes and comma. */
const ID_BYTES = 39;

const NO_UPPER_BOUND = Number.MAX_SAFE_INTEGER;

export interface FeedNotification {
  id: string;
  type: string;
  message: string;
  link: string | null;
  createdAt: Date;
}

/** What happened at one position. */
export type Change =
  | { kind: "notification"; position: number; notification: FeedNotification }
  | { kind: "read"; position: number; ids: string[]; readAt: Date };

/** A feed at one moment: its newest position, the oldest one that can still be replayed, and the unread count. */
export interface FeedState {
  head: number;
  floor: number;
  unread: number;
}

type Content = Pick<FeedNotification, "type" | "message" | "link">;

export interface Recipient {
  userId: string;
  /** Id for this user's notification. */
  id: string;
}

export interface Notified extends Recipient {
  createdAt: Date;
}

interface Added extends Notified {
  position: number;
}

/** Makes a request safe to repeat: `requestHash` tells the same request from another one with the same key. */
export interface Claim {
  producer: string;
  key: string;
  requestHash: Uint8Array;
  /** What is kept of the answer. Whoever has it and a recipient knows the id of that notification. */
  requestId: string;
}

/** What was added is in the order of the recipients. */
export type AppendOutcome =
  | { kind: "added"; added: Added[] }
  /** By the request that had this id. */
  | { kind: "added-before"; requestId: string }
  | { kind: "unknown-users"; userIds: string[] }
  | { kind: "key-reused" };

/** Gives each recipient the notification, all or none; nothing, with a claim that was made before. Recipients must be distinct. */
export function append(
  sql: Database,
  content: Content,
  recipients: readonly Recipient[],
  claim: Claim | undefined,
): Promise<AppendOutcome> {
  if (claim === undefined) return insert(sql, content, recipients);
  return sql.begin((transaction) => insertOnce(transaction, content, recipients, claim));
}

async function insertOnce(
  sql: Queryable,
  content: Content,
  recipients: readonly Recipient[],
  claim: Claim,
): Promise<AppendOutcome> {
  // A concurrent request with the same key waits here until the first one has committed or rolled back.
  const [claimed] = await sql`
    insert into public.idempotency_keys (producer, key, request_hash, response)
    values (${claim.producer}, ${claim.key}, ${claim.requestHash}, ${sql.json(claim.requestId)})
    on conflict do nothing returning 1`;
  // Nothing to recall: the key was purged between the two statements, so it is free.
  if (!claimed) return (await recall(sql, claim)) ?? insertOnce(sql, content, recipients, claim);

  const outcome = await insert(sql, content, recipients);
  // Nothing was done, so the key stays free for a corrected retry.
  if (outcome.kind !== "added")
    await sql`delete from public.idempotency_keys where producer = ${claim.producer} and key = ${claim.key}`;
  return outcome;
}

async function insert(sql: Queryable, content: Content, recipients: readonly Recipient[]): Promise<AppendOutcome> {
  // Feeds are locked in user_id order, so that two batches cannot deadlock. clock_timestamp() is read under that
  // lock, so times follow positions.
  const rows = await sql<{ id: string; user_id: string; position: number | null; created_at: number | null }[]>`
    with recipient as (
      select * from unnest(${recipients.map((r) => r.userId)}::uuid[], ${recipients.map((r) => r.id)}::uuid[])
        as recipient(user_id, id)
    ), stranger as (
      select * from recipient where not exists (select from public.users where users.id = recipient.user_id)
    ), feed as (
      insert into public.notification_feeds as feed (user_id, head_seq, unread_count)
      select user_id, 1, 1 from recipient where not exists (select from stranger) order by user_id
      on conflict (user_id) do update set head_seq = feed.head_seq + 1, unread_count = feed.unread_count + 1
      returning user_id, head_seq
    ), added as (
      insert into public.notifications (id, user_id, type, message, link, created_at, seq)
      select id, user_id, ${content.type}, ${content.message}, ${content.link},
        date_trunc('milliseconds', clock_timestamp()), head_seq
      from feed join recipient using (user_id)
      returning id, user_id, seq, created_at
    )
    select id, user_id, seq as position, (date_part('epoch', created_at) * 1000)::bigint as created_at from added
    union all select id, user_id, null, null from stranger`;
  const addedTo = new Map<string, Added>();
  const strangers: string[] = [];
  for (const { id, user_id: userId, position, created_at: createdAt } of rows) {
    if (position === null || createdAt === null) strangers.push(userId);
    else addedTo.set(userId, { id, userId, position, createdAt: new Date(createdAt) });
  }
  if (strangers.length > 0) return { kind: "unknown-users", userIds: strangers };
  return { kind: "added", added: recipients.flatMap(({ userId }) => addedTo.get(userId) ?? []) };
}

/** What a claim was answered with before, or null. */
export async function recall(sql: Queryable, claim: Claim): Promise<AppendOutcome | null> {
  const [earlier] = await sql<{ same: boolean; request_id: string }[]>`
    select request_hash = ${claim.requestHash} as same, response as request_id from public.idempotency_keys
    where producer = ${claim.producer} and key = ${claim.key}`;
  if (!earlier) return null;
  if (!earlier.same) return { kind: "key-reused" };
  return { kind: "added-before", requestId: earlier.request_id };
}

/** Those of these notifications that are there, in this order. */
export async function notified(sql: Database, recipients: readonly Recipient[]): Promise<Notified[]> {
  const rows = await sql<(Recipient & { created_at: number })[]>`
    select user_id as "userId", id, (date_part('epoch', created_at) * 1000)::bigint as created_at
    from unnest(${recipients.map((r) => r.userId)}::uuid[], ${recipients.map((r) => r.id)}::uuid[])
      with ordinality as recipient(user_id, id, ordinal)
    join public.notifications using (user_id, id) order by ordinal`;
  return rows.map(({ userId, id, created_at: createdAt }) => ({ userId, id, createdAt: new Date(createdAt) }));
}

/** What to acknowledge: certain notifications, or everything up to a position. */
export type ReadTarget = { ids: readonly string[] } | { through: number };

export type ReadOutcome =
  /** `head` is the position after it; `changes` is empty when all were read before. */
  { kind: "read"; head: number; changes: Change[]; more: boolean } | { kind: "unknown-ids"; ids: string[] };

/**
 * Marks notifications read, all or none; `through` the oldest 10,000 at a time, with `more` true while there may be others.
 * Only those that become read make a change.
 */
export function markRead(sql: Database, userId: string, target: ReadTarget): Promise<ReadOutcome> {
  return sql.begin((transaction) => markReadIn(transaction, userId, target));
}

async function markReadIn(sql: Queryable, userId: string, target: ReadTarget): Promise<ReadOutcome> {
  // Locked first, in a statement of its own: the next ones must see what a concurrent acknowledgement did.
  const [feed] = await sql<{ head_seq: number }[]>`
    select head_seq from public.notification_feeds where user_id = ${userId} for no key update`;
  if (!feed)
    return "ids" in target
      ? { kind: "unknown-ids", ids: [...target.ids] }
      : { kind: "read", head: 0, changes: [], more: false };

  if ("ids" in target) {
    const known = await sql<{ id: string }[]>`
      select id from public.notifications where user_id = ${userId} and id = any(${target.ids as string[]}::uuid[])`;
    const knownIds = new Set(known.map((row) => row.id));
    const unknown = target.ids.filter((id) => !knownIds.has(id));
    if (unknown.length > 0) return { kind: "unknown-ids", ids: unknown };
  }

  const wanted =
    "ids" in target
      ? sql`id = any(${target.ids as string[]}::uuid[])`
      : sql`seq <= ${target.through}::bigint order by seq limit ${READ_SLICE}`;
  // By ctid, which the lock keeps: by id, statistics that know small feeds only have Postgres read the whole feed for each row.
  const rows = await sql<{ position: number; ids: string[]; read_at: number }[]>`
    with target as materialized (
      select ctid, (row_number() over (order by seq) - 1) / ${READ_CHUNK}::int as chunk
      from (select ctid, seq from public.notifications where user_id = ${userId} and read_at is null and ${wanted}) as unread
    ), feed as (
      update public.notification_feeds as feed
      set head_seq = feed.head_seq + size.chunks, unread_count = feed.unread_count - size.total
      from (select count(*)::int as total, max(chunk) + 1 as chunks from target) as size
      where feed.user_id = ${userId} and size.total > 0
      returning feed.head_seq - size.chunks as before
    ), updated as (
      update public.notifications as notification
      set read_at = date_trunc('milliseconds', statement_timestamp()), read_seq = feed.before + 1 + target.chunk
      from target, feed where notification.ctid = target.ctid
      returning notification.id, notification.seq, notification.read_seq, notification.read_at
    )
    select read_seq as position, array_agg(id order by seq) as ids,
      (date_part('epoch', max(read_at)) * 1000)::bigint as read_at
    from updated group by read_seq order by read_seq`;
  const changes = rows.map((row): Change => ({
    kind: "read",
    position: row.position,
    ids: row.ids,
    readAt: new Date(row.read_at),
  }));
  const total = rows.reduce((sum, { ids }) => sum + ids.length, 0);
  return { kind: "read", head: changes.at(-1)?.position ?? feed.head_seq, changes, more: total === READ_SLICE };
}

export interface ListedRow extends FeedNotification {
  readAt: Date | null;
  position: number;
}

/** Up to `limit` notifications before position `before`, newest first, with the feed's state at the same moment. */
export async function list(
  sql: Database,
  userId: string,
  query: { status: "unread" | "all"; limit: number; before: number | undefined },
): Promise<FeedState & { rows: ListedRow[] }> {
  const rows = await sql<(FeedRow & ListedNotificationRow)[]>`
    select head_seq, floor_seq, unread_count, notification.*
    from (select ${userId}::uuid as user_id) as reader
    left join public.notification_feeds using (user_id)
    left join lateral (
      select id, type, message, link, (date_part('epoch', created_at) * 1000)::bigint as created_at,
        (date_part('epoch', read_at) * 1000)::bigint as read_at, seq as position
      from public.notifications
      where notifications.user_id = reader.user_id and seq < ${query.before ?? NO_UPPER_BOUND}::bigint
        ${query.status === "unread" ? sql`and read_at is null` : sql``}
      order by seq desc limit ${query.limit}
    ) as notification on true
    order by position desc`;
  return {
    ...feedState(rows[0]),
    rows: rows.filter((row) => row.id !== null).map(listed),
  };
}

/** What one stream asks for. */
export interface ReplayRequest {
  userId: string;
  /** Last position delivered; null asks for the feed's state alone. */
  after: number | null;
  /** Most changes to return; a longer backlog is read page by page. */
  limit: number;
}

export type ReplayPage = FeedState & { changes: Change[] };

/**
 * For each request, in the same order, the changes after it: one query for any number of users. A page also ends with the
 * change that makes it large, so that what a crowd reads at once stays small in memory.
 */
export async function replay(sql: Database, requests: readonly ReplayRequest[]): Promise<ReplayPage[]> {
  const rows = await sql<
    (FeedRow & NotificationRow & { ordinal: number; position: number | null; ids: string[] | null; read_at: number })[]
  >`
    select ordinal, head_seq, floor_seq, unread_count, position, id, type, message, link, created_at, ids, read_at
    from (
      select ordinal, head_seq, floor_seq, unread_count, change.*,
        sum(bytes) over (partition by ordinal order by position rows between unbounded preceding and 1 preceding)
          as bytes_before
      from unnest(
        ${requests.map((request) => request.userId)}::uuid[], ${requests.map((request) => request.after ?? 0)}::bigint[],
        ${requests.map((request) => (request.after === null ? 0 : request.limit))}::int[]
      ) with ordinality as reader(user_id, after, size, ordinal)
      left join public.notification_feeds using (user_id)
      left join lateral (
        select seq as position, id, type, message, link, (date_part('epoch', created_at) * 1000)::bigint as created_at,
          null::uuid[] as ids, null::bigint as read_at, octet_length(message) as bytes
        from public.notifications where notifications.user_id = reader.user_id
          and seq > reader.after and seq <= reader.after + reader.size
        union all
        select read_seq, null, null, null, null, null, array_agg(id order by seq),
          (date_part('epoch', max(read_at)) * 1000)::bigint, count(*)::int * ${ID_BYTES}::int
        from public.notifications where notifications.user_id = reader.user_id
          and read_seq > reader.after and read_seq <= reader.after + reader.size
        group by read_seq
      ) as change on true
    ) as page
    where bytes_before is null or bytes_before < ${PAGE_BYTES}::int
    order by ordinal, position`;
  const pages: ReplayPage[] = [];
  for (const row of rows) {
    const page = (pages[row.ordinal - 1] ??= { ...feedState(row), changes: [] });
    const { position } = row;
    if (position === null) continue;
    if (row.ids === null) page.changes.push({ kind: "notification", position, notification: notification(row) });
    else page.changes.push({ kind: "read", position, ids: row.ids, readAt: new Date(row.read_at) });
  }
  return pages;
}

/** Those of these feeds that do not end at the position given, and where they end. A user without one is at 0. */
export async function moved(
  sql: Database,
  known: readonly { userId: string; position: number }[],
): Promise<{ userId: string; head: number }[]> {
  return sql<{ userId: string; head: number }[]>`
    select distinct user_id as "userId", coalesce(head_seq, 0) as head
    from unnest(${known.map(({ userId }) => userId)}::uuid[], ${known.map(({ position }) => position)}::bigint[])
      as reader(user_id, position)
    left join public.notification_feeds using (user_id) where coalesce(head_seq, 0) <> position`;
}

/** True when the user exists. */
export async function userExists(sql: Database, userId: string): Promise<boolean> {
  const [user] = await sql`select 1 from public.users where id = ${userId}`;
  return user !== undefined;
}

interface FeedRow {
  head_seq: number | null;
  floor_seq: number | null;
  unread_count: number | null;
}

function feedState(row: FeedRow | undefined): FeedState {
  return { head: row?.head_seq ?? 0, floor: row?.floor_seq ?? 0, unread: row?.unread_count ?? 0 };
}
