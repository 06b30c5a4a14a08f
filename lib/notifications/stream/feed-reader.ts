import type { Frame } from "./sse-frame";

/** One change of a feed, as streams send it. */
export interface FeedChange {
  position: number;
  /** When it happened, in milliseconds since 1970; null if that does not count as a delivery time. */
  changedAt: number | null;
  frame: Frame;
}

/** A feed at one moment, and the changes that follow the position asked for. */
export interface FeedPage {
  /** Position of the newest change. */
  head: number;
  /** Changes up to here may be gone. */
  floor: number;
  /** What `sync` says about the feed at `head`. */
  unread: number;
  /** Oldest first, one for each position. */
  changes: readonly FeedChange[];
}

/** How a catch-up went. */
export interface SyncReport {
  position: number;
  replayed: number;
  complete: boolean;
  unread: number;
}

/** Where a user's feed was last seen to end. */
export interface KnownHead {
  userId: string;
  position: number;
}

/** All that streams know about feeds: users, positions and ready-made frames. */
export interface FeedReader {
  /** Reads up to `limit` changes after a position; null asks for the state of the feed alone. */
  read(userId: string, after: number | null, limit: number): Promise<FeedPage>;
  /** The feeds that end elsewhere than at the positions given, and where. */
  moved(known: readonly KnownHead[]): Promise<readonly { userId: string; head: number }[]>;
  syncFrame(report: SyncReport): Frame;
}
