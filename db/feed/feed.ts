import type { notificationFeeds } from "../schema";
import type { FeedNotification } from "./notification";

/** What happened at one position. */
export type Change =
  | { kind: "notification"; position: number; notification: FeedNotification }
  | { kind: "read"; position: number; ids: string[]; readAt: Date };

/** A feed at one moment: its newest position, the position up to which changes may be gone, and the unread count. */
export type FeedState = Pick<typeof notificationFeeds.$inferSelect, "head" | "floor" | "unread">;

/** A feed as statements return it: nulls for a user without one. */
export interface FeedRow {
  head_seq: number | null;
  floor_seq: number | null;
  unread_count: number | null;
}

export function feedState(row: FeedRow | undefined): FeedState {
  return { head: row?.head_seq ?? 0, floor: row?.floor_seq ?? 0, unread: row?.unread_count ?? 0 };
}
