import type { Database } from "../connection/client";
import { listed, type ListedNotificationRow, type ListedRow } from "./notification";

/** Notifications one statement reads: 5 MB with the longest messages and links. */
const PAGE = 500;

/** The feed was erased during its export: the pages read so far are incomplete, and no longer exist. */
class ErasedMeanwhileError extends Error {
  constructor() {
    super("the feed was erased while it was being exported");
    this.name = "ErasedMeanwhileError";
  }
}

interface FeedExport {
  /** The feed's newest position when the export began. Later changes are not in it. */
  position: number;
  /** Oldest first. Throws ErasedMeanwhileError. */
  pages: AsyncGenerator<ListedRow[]>;
}

/**
 * Everything in a user's feed, page by page. Each page is one statement, run when it is asked for, so no connection waits
 * for the reader, and a page shows its moment. A user without a feed, known or not, has no pages.
 */
export async function exportFeed(sql: Database, userId: string): Promise<FeedExport> {
  const [feed] = await sql<{ head: number }[]>`
    select head_seq as head from public.notification_feeds where user_id = ${userId}`;
  const position = feed?.head ?? 0;
  return { position, pages: pagesUpTo(sql, userId, position) };
}

async function* pagesUpTo(sql: Database, userId: string, end: number): AsyncGenerator<ListedRow[]> {
  for (let position = 0; position < end;) {
    const rows = await sql<(ListedNotificationRow & { floor: number | null })[]>`
      select floor_seq as floor, notification.*
      from (select ${userId}::uuid as user_id) as reader
      left join public.notification_feeds using (user_id)
      left join lateral (
        select id, type, message, link, (date_part('epoch', created_at) * 1000)::bigint as created_at,
          (date_part('epoch', read_at) * 1000)::bigint as read_at, seq as position
        from public.notifications
        where notifications.user_id = reader.user_id and seq > ${position}::bigint and seq <= ${end}::bigint
        order by seq limit ${PAGE}
      ) as notification on true
      order by position`;
    // An erasure raises the floor to a position of its own. A deleted user has no feed.
    const floor = rows[0]?.floor ?? Infinity;
    if (floor > end) throw new ErasedMeanwhileError();
    const page = rows.filter(({ id }) => id !== null).map(listed);
    if (page.length > 0) yield page;
    position = page.length < PAGE ? end : (page.at(-1)?.position ?? end);
  }
}
