/** A change as a stream brought it or as the database holds it: the notification, or the ids that became read. */
export interface Change {
  kind: "notification" | "read";
  ids: readonly string[];
}

/** What one stream client went through. */
export interface Account {
  userId: string;
  /** The position it started from. */
  start: number;
  /** Every change it received, over all its connections, in the order of receipt. */
  received: readonly (Change & { position: number })[];
  /** The unread count it shows at the end. */
  unread: number;
  /** How often a `sync` named another count than the one it had. */
  unreadCorrections: number;
}

/** What the database holds of one user at the end. */
export interface Feed {
  head: number;
  changes: ReadonlyMap<number, Change>;
  /** By the counter, and counted row by row. */
  unread: number;
  unreadRows: number;
  /** What the list route says of the same moment. */
  listed: { position: number; unread: number };
}

export interface Evidence {
  /** Ids of the notifications that were answered with 201, one for each answer. */
  accepted: readonly string[];
  feeds: ReadonlyMap<string, Feed>;
  accounts: readonly Account[];
}

export interface Verdict {
  accepted: number;
  delivered: number;
  lost: number;
  duplicated: number;
  outOfOrder: number;
  /** Received, but not what the database holds at that position. */
  madeUp: number;
  badgeMismatches: number;
}

/**
 * Holds everything that was received against what was accepted and what the database holds. Each stream must have
 * received every position after its start, once, rising by one; the database the accepted notifications and no others.
 */
export function verdict({ accepted, feeds, accounts }: Evidence): Verdict {
  const promised = new Set(accepted);
  const stored = new Set<string>();
  for (const { changes } of feeds.values())
    for (const { kind, ids } of changes.values()) if (kind === "notification") for (const id of ids) stored.add(id);

  const total: Verdict = {
    accepted: promised.size,
    delivered: 0,
    lost: missing(promised, stored),
    // A request that was repeated with its key, and done twice.
    duplicated: missing(stored, promised),
    outOfOrder: 0,
    madeUp: 0,
    badgeMismatches: 0,
  };
  for (const account of accounts) {
    const feed = feeds.get(account.userId);
    if (!feed) throw new Error("a stream of a user without a feed");
    audit(account, feed, total);
  }
  for (const { head, unread, unreadRows, listed } of feeds.values())
    if (unread !== unreadRows || listed.unread !== unread || listed.position !== head) total.badgeMismatches++;
  return total;
}

/** True when every number that must be zero is zero. */
export function isFaultless({ lost, duplicated, outOfOrder, madeUp, badgeMismatches }: Verdict): boolean {
  return lost + duplicated + outOfOrder + madeUp + badgeMismatches === 0;
}

function audit({ start, received, unread, unreadCorrections }: Account, feed: Feed, total: Verdict): void {
  const seen = new Set<number>();
  let newest = start;
  for (const { position, kind, ids } of received) {
    if (seen.has(position) || position <= start) total.duplicated++;
    else if (position < newest) total.outOfOrder++;
    newest = Math.max(newest, position);
    const change = feed.changes.get(position);
    if (change?.kind !== kind || !sameIds(change.ids, ids)) {
      total.madeUp++;
      continue;
    }
    if (kind === "notification" && !seen.has(position)) total.delivered++;
    seen.add(position);
  }
  for (let position = start + 1; position <= feed.head; position++) if (!seen.has(position)) total.lost++;
  if (unread !== feed.unread) total.badgeMismatches++;
  total.badgeMismatches += unreadCorrections;
}

function missing(wanted: ReadonlySet<string>, from: ReadonlySet<string>): number {
  let count = 0;
  for (const id of wanted) if (!from.has(id)) count++;
  return count;
}

function sameIds(these: readonly string[], those: readonly string[]): boolean {
  return these.length === those.length && these.every((id, index) => id === those[index]);
}
