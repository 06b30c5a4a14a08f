import type { Database } from "./connection/client";
import type { ListedRow } from "./feed";
import { listed, type ListedNotificationRow } from "./notification-row";

/** Notifications one statement reads; with the longest messages and links, 5 MB of them. */
const PAGE = 500;

/** What was being read has been erased, so that what was read of it is not all there was, nor is any longer. */
class ErasedMeanwhileError extends Error {
  constructor() {
    super("the feed was erased while it was being exported");
    this.name = "ErasedMeanwhileError";
  }
}

interface FeedExport {
  /** Where the feed ended when the export began, and where it ends: what comes later is not in it. */
  position: number;
  /** Oldest first. Throws ErasedMeanwhileError. */
  pages: AsyncGenerator<ListedRow[]>;
}

/**
 * Everything in a user's feed, read page by page as it is asked for, each page in a statement of its own: no connection waits
 * for whoever takes it. Each page is as it was when it was read. A user without a feed, known or not, has nothing.
 */
export async function exportFeed(sql: Database, userId: string): Promise<FeedExport> {
  const [feed] = await sql<{ head: number }[]>`
    select head_seq as head from public.notification_feeds where user_id = ${userId}`;
  return { position: feed?.head ?? 0, pages: pagesUpTo(sql, userId, feed?.head ?? 0) };
}

async function* pagesUpTo(sql: Database, userId: string, head: number): AsyncGenerator<ListedRow[]> {
  for (let after = 0; after < head;) {
    const rows = await sql<(ListedNotificationRow & { floor: number | null })[]>`
      select floor_seq as floor, notification.*
      from (select ${userId}::uuid as user_id) as reader
      left join public.notification_feeds using (user_id)
      left join lateral (
        select id, type, message, link, (date_part('epoch', created_at) * 1000)::bigint as created_at,
          (date_part('epoch', read_at) * 1000)::bigint as read_at, seq as position
        from public.notifications
        where notifications.user_id = reader.user_id and seq > ${after}::bigint and seq <= ${head}::bigint
        order by seq limit ${PAGE}
      ) as notification on true
      order by position`;
    // An erasure takes a position, and nothing before it is left; a user who was deleted has no feed.
    const floor = rows[0]?.floor ?? Infinity;
    if (floor > head) throw new ErasedMeanwhileError();
    const page = rows.filter(({ id }) => id !== null).map(listed);
    if (page.length > 0) yield page;
    after = page.length < PAGE ? head : (page.at(-1)?.position ?? head);
  }
}
