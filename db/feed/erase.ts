import type { Database } from "../connection/client";

/** Notifications one transaction erases, so that the largest feed is erased in statements of ordinary length. */
const ERASE_SLICE = 10_000;

/** Takes one position too, but reaches live streams only: a cursor before it has nothing left to replay. */
export interface Erasure {
  kind: "erasure";
  position: number;
  unread: number;
}

interface ErasedSlice {
  erased: number;
  /** Empty if there was nothing to erase. */
  changes: readonly Erasure[];
  more: boolean;
}

const NOTHING: ErasedSlice = { erased: 0, changes: [], more: false };

/**
 * Deletes a user's notifications, read or not, the oldest 10,000 at a time; `more` is true while there may be others. It
 * takes one position, where the feed starts anew: whoever is before it has to fetch anew. Does nothing for a user without
 * notifications, known or not.
 */
export function erase(sql: Database, userId: string): Promise<ErasedSlice> {
  return sql.begin(async (transaction) => {
    // A separate statement takes the lock, so that the next one sees what was appended meanwhile.
    const [feed] = await transaction`
      select from public.notification_feeds where user_id = ${userId} for no key update`;
    if (!feed) return NOTHING;

    const [slice] = await transaction<{ position: number; unread: number; erased: number }[]>`
      with erased as (
        delete from public.notifications where user_id = ${userId} and seq <= (
          select max(seq) from (
            select seq from public.notifications where user_id = ${userId} order by seq limit ${ERASE_SLICE}
          ) as oldest
        )
        returning read_at
      ), size as (
        select count(*)::int as total, count(*) filter (where read_at is null)::int as unread from erased
      )
      update public.notification_feeds as feed
      set head_seq = head_seq + 1, floor_seq = head_seq + 1, unread_count = unread_count - size.unread
      from size where user_id = ${userId} and size.total > 0
      returning head_seq as position, unread_count as unread, size.total as erased`;
    if (!slice) return NOTHING;
    const { position, unread, erased } = slice;
    return { erased, changes: [{ kind: "erasure", position, unread }], more: erased === ERASE_SLICE };
  });
}
