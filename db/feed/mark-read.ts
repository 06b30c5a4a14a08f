import type { Database } from "../connection/client";
import type { Queryable } from "../connection/statement";
import type { Change } from "./feed";

/** Notifications one transaction marks as read, so that the largest feed is acknowledged in statements of ordinary length. */
const READ_SLICE = 10_000;

/** Ids in one READ event. A larger acknowledgement takes several positions. */
const READ_CHUNK = 500;

/** Certain notifications, or everything up to a position. */
export type ReadTarget = { ids: readonly string[] } | { through: number };

type ReadOutcome =
  /** `position` is the feed's newest one afterwards. `changes` is empty if all were read before. */
  { kind: "read"; position: number; changes: Change[]; more: boolean } | { kind: "unknown-ids"; ids: string[] };

/**
 * Marks notifications read, all or none. With `through`, the oldest 10,000 at a time; `more` is true while there may be
 * others. Only notifications that become read make a change.
 */
export function markRead(sql: Database, userId: string, target: ReadTarget): Promise<ReadOutcome> {
  return sql.begin((transaction) => markReadIn(transaction, userId, target));
}

async function markReadIn(sql: Queryable, userId: string, target: ReadTarget): Promise<ReadOutcome> {
  // A separate statement takes the lock, so that the next ones see what a concurrent acknowledgement did.
  const [feed] = await sql<{ head_seq: number }[]>`
    select head_seq from public.notification_feeds where user_id = ${userId} for no key update`;
  if (!feed)
    return "ids" in target
      ? { kind: "unknown-ids", ids: [...target.ids] }
      : { kind: "read", position: 0, changes: [], more: false };

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
  // Joins by ctid, which the lock keeps. By id, Postgres would read the whole feed for each row while its statistics know
  // small feeds only.
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
  return { kind: "read", position: changes.at(-1)?.position ?? feed.head_seq, changes, more: total === READ_SLICE };
}
