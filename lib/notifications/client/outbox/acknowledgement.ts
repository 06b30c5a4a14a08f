import { serverNow } from "../requests/server-clock";

/**
 * Certain notifications, or everything up to a position. `seen` are some of the newest ones at that position: a list that is
 * fetched later has no positions for its items, and by these it knows what was there.
 */
export type Target = { ids: readonly string[] } | { through: number; seen: readonly string[] };

/** Something that the user has acknowledged and the feed does not say yet. */
export interface Acknowledgement {
  key: string;
  target: Target;
  /** When, ISO 8601. */
  at: string;
  /** Feed position at which the server has done it; null until the server has answered. */
  doneAt: number | null;
}

/** A user acknowledges this now. */
export function acknowledgementOf(target: Target): Acknowledgement {
  const at = new Date(serverNow()).toISOString();
  return { key: at + Math.random(), target, at, doneAt: null };
}

/** Starts the keys of what a user has acknowledged in this browser and the server does not have yet. */
export const outboxPrefix = (userId: string): string => `notifications:${userId}:`;

/** True if anything is stored. False without storage. */
export function hasUnsent(userId: string): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(outboxPrefix(userId)));
  } catch {
    return false;
  }
}

/** False without storage, or without room in it. */
export function storeAcknowledgement(userId: string, entry: Acknowledgement): boolean {
  try {
    localStorage.setItem(outboxPrefix(userId) + entry.key, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}
