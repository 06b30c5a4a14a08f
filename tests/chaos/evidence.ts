import type postgres from "postgres";

import { LIST_PATH, POSITION_HEADER, UNREAD_HEADER } from "@/lib/notifications/protocol";

import type { Change, Feed } from "./ledger";

/** What the database, and the list route at `url`, hold of these users. `tokens` by user. */
export async function readFeeds(
  sql: postgres.Sql,
  url: string,
  tokens: ReadonlyMap<string, string>,
): Promise<Map<string, Feed>> {
  const users = [...tokens.keys()];
  const feeds = new Map<string, Feed & { changes: Map<number, Change> }>();
  const rows = await sql<{ user_id: string; head: number; unread: number; unread_rows: number }[]>`
    select user_id, head_seq::int as head, unread_count as unread,
      (select count(*)::int from notifications where notifications.user_id = feed.user_id and read_at is null) as unread_rows
    from notification_feeds as feed where user_id = any(${users}::uuid[])`;
  await Promise.all(
    rows.map(async ({ user_id, head, unread, unread_rows }) => {
      const listed = await list(user_id);
      feeds.set(user_id, { head, unread, unreadRows: unread_rows, changes: new Map(), listed });
    }),
  );

  const changes = await sql<{ user_id: string; position: number; kind: Change["kind"]; ids: string[] }[]>`
    select user_id, seq::int as position, 'notification' as kind, array[id] as ids
    from notifications where user_id = any(${users}::uuid[])
    union all
    select user_id, read_seq::int, 'read', array_agg(id order by seq)
    from notifications where user_id = any(${users}::uuid[]) and read_seq is not null group by user_id, read_seq`;
  for (const { user_id, position, kind, ids } of changes) feeds.get(user_id)?.changes.set(position, { kind, ids });
  return feeds;

  async function list(userId: string): Promise<Feed["listed"]> {
    const headers = { Authorization: `Bearer ${tokens.get(userId)}` };
    const response = await fetch(`${url}${LIST_PATH}?limit=1`, { headers });
    await response.body?.cancel();
    return {
      position: Number(response.headers.get(POSITION_HEADER)),
      unread: Number(response.headers.get(UNREAD_HEADER)),
    };
  }
}
