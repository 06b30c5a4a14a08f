import type { Database } from "../connection/client";
import { feedState, type Change, type FeedRow, type FeedState } from "./feed";
import { notification, type NotificationRow } from "./notification";

/** Size of the messages and ids in one page: a hundred notifications of ordinary length. */
const PAGE_BYTES = 32 * 1024;

/** Size of an id in an event, with its quotes and comma. */
const ID_BYTES = 39;

/** What one stream asks for. */
export interface ReplayRequest {
  userId: string;
  /** The last position delivered. Null asks for the feed's state alone. */
  position: number | null;
  /** Most changes to return. A longer backlog takes several pages. */
  limit: number;
}

export type ReplayPage = FeedState & { changes: Change[] };

/**
 * The changes after the position of each request, in the order of the requests: one query for any number of users. A
 * page also ends with the change that makes it large, so that a crowd needs little memory at once.
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
        ${requests.map((request) => request.userId)}::uuid[], ${requests.map((request) => request.position ?? 0)}::bigint[],
        ${requests.map((request) => (request.position === null ? 0 : request.limit))}::int[]
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

/** The feeds that do not end at their position here, and where they end. A user without a feed is at 0. */
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
