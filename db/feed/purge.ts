import type { Database } from "../connection/client";

const KEY_HOURS = 24;

/** Keys one statement removes. */
const KEY_BATCH = 1_000;

/** Feeds one query looks at for something to remove. */
const FEED_PAGE = 1_000;

/** Notifications one transaction removes, give or take the 500 of a READ event, which goes as a whole. */
const NOTIFICATION_BATCH = 1_000;

/** How many rows one batch removed. */
export interface PurgedBatch {
  keys: number;
  notifications: number;
}

/**
 * Removes idempotency keys older than a day, and notifications read more than `readRetentionDays` ago; never an unread
 * one. Each batch is a short transaction that locks one feed at most, so a purge can stop at any point and run beside the
 * app and beside itself.
 */
export async function* purge(sql: Database, readRetentionDays: number): AsyncGenerator<PurgedBatch> {
  for (let keys = KEY_BATCH; keys === KEY_BATCH;) {
    keys = await purgeKeys(sql);
    yield { keys, notifications: 0 };
  }
  for await (const userId of feedsToPurge(sql, readRetentionDays))
    for (let notifications = NOTIFICATION_BATCH; notifications >= NOTIFICATION_BATCH;) {
      notifications = await purgeFeed(sql, userId, readRetentionDays);
      yield { keys: 0, notifications };
    }
}

async function purgeKeys(sql: Database): Promise<number> {
  // By ctid, so that no statistics can lead to a join with the whole table.
  const { count } = await sql`
    delete from public.idempotency_keys where ctid = any(array(
      select ctid from public.idempotency_keys
      where created_at < statement_timestamp() - make_interval(hours => ${KEY_HOURS}::int)
      order by created_at limit ${KEY_BATCH} for update skip locked
    ))`;
  return count;
}

/** The users whose oldest read notification is past its time, from a page of feeds at a time. */
async function* feedsToPurge(sql: Database, readRetentionDays: number): AsyncGenerator<string> {
  for (let last: string | undefined; ;) {
    const feeds: { userId: string; due: boolean | null }[] = await sql<{ userId: string; due: boolean | null }[]>`
      select user_id as "userId", due
      from (
        select user_id from public.notification_feeds ${last === undefined ? sql`` : sql`where user_id > ${last}`}
        order by user_id limit ${FEED_PAGE}
      ) as page
      left join lateral (
        select read_at < ${readBefore(sql, readRetentionDays)} as due from public.notifications
        where notifications.user_id = page.user_id and read_seq is not null order by read_seq limit 1
      ) as oldest on true
      order by user_id`;
    for (const { userId, due } of feeds) if (due) yield userId;
    last = feeds.at(-1)?.userId;
    if (last === undefined) return;
  }
}

/**
 * Removes a user's oldest read notifications that are past their time, and raises the feed's floor over them. Positions
 * and times of reads rise together, so the oldest by position are the oldest by time.
 */
async function purgeFeed(sql: Database, userId: string, readRetentionDays: number): Promise<number> {
  return sql.begin(async (transaction) => {
    // A separate statement takes the lock that every change takes, so that nothing below waits.
    await transaction`select from public.notification_feeds where user_id = ${userId} for no key update`;
    const [removed] = await transaction<{ total: number }[]>`
      with removed as (
        delete from public.notifications
        where user_id = ${userId} and read_at < ${readBefore(sql, readRetentionDays)} and read_seq <= (
          select max(read_seq) from (
            select read_seq from public.notifications where user_id = ${userId} and read_seq is not null
            order by read_seq limit ${NOTIFICATION_BATCH}
          ) as oldest
        )
        returning read_seq
      ), size as (
        select count(*)::int as total, max(read_seq) as reached from removed
      )
      update public.notification_feeds set floor_seq = greatest(floor_seq, size.reached)
      from size where user_id = ${userId} and size.total > 0
      returning size.total`;
    return removed?.total ?? 0;
  });
}

const readBefore = (sql: Database, days: number) =>
  sql`statement_timestamp() - make_interval(hours => 24 * ${days}::int)`;
