/**
 * Certain notifications, or everything up to a position. `seen` are some of the newest ones at that position: a list that is
 * fetched later says of none where it stands, and by these it can be told what was there.
 */
export type Target = { ids: readonly string[] } | { through: number; seen: readonly string[] };

/** What the user has acknowledged and the feed does not say yet. */
export interface Acknowledgement {
  key: string;
  target: Target;
  /** When, ISO 8601. */
  at: string;
  /** Feed position at which the server has done it; null while it has not answered. */
  doneAt: number | null;
}

/** True for what was acknowledged, or done, further than a feed has come: it was another one, which is no more. */
export function isBeyond({ target, doneAt }: Acknowledgement, position: number): boolean {
  return Math.max(doneAt ?? 0, "through" in target ? target.through : 0) > position;
}
