import type { Database } from "../connection/client";
import { feedState, type FeedRow, type FeedState } from "./feed";
import { listed, type ListedNotificationRow, type ListedRow } from "./notification";

const NO_UPPER_BOUND = Number.MAX_SAFE_INTEGER;

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
  return { ...feedState(rows[0]), rows: rows.filter(({ id }) => id !== null).map(listed) };
}
