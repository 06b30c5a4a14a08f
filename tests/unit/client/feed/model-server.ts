import type { PositionedEvent } from "@/lib/notifications/client/connection/positioned-event";
import type { ListStatus, Snapshot } from "@/lib/notifications/client/requests/api";
import type { ListedNotification, StreamEvent } from "@/lib/notifications/contract";
import { changesBetween, EMPTY_FEED, unreadRows, type FeedMoment, type ModelChange } from "@/tests/support/feed-moment";

/** Notifications to a page: few, so that there are older ones. */
const PAGE = 3;
const TIME = "2026-11-22T10:00:00.000Z";

/** One user's feed with its past: the server that a browser talks to. */
export class ModelServer {
  readonly moments: FeedMoment[] = [EMPTY_FEED];
  /** Of every making of the feed, what happened at each position; null where everything was erased. */
  readonly #logs: (ModelChange | null)[][] = [[]];

  get feed(): FeedMoment {
    return this.moments.at(-1) ?? EMPTY_FEED;
  }

  commit(next: FeedMoment): void {
    const { generation, head } = this.feed;
    this.moments.push(next);
    if (next.generation !== generation) this.#logs.push([]);
    else if (next.head > head && next.floor === next.head) this.#logs[generation]?.push(null);
    else this.#logs[generation]?.push(...changesBetween(next, head, next.head));
  }

  /** What was there at a position, newest first. */
  rowsAt(generation: number, position: number): { id: string; isRead: boolean }[] {
    let rows: { id: string; isRead: boolean }[] = [];
    for (const change of this.#logs[generation]?.slice(0, position) ?? [])
      if (change === null) rows = [];
      else if (change.kind === "notification") rows = [{ id: change.id, isRead: false }, ...rows];
      else rows = rows.map((row) => (change.ids.includes(row.id) ? { ...row, isRead: true } : row));
    return rows;
  }
}

/** What `GET /api/notifications` answered at a moment; `address` leads to an older page. */
export function snapshotOf(feed: FeedMoment, status: ListStatus, address?: string): Snapshot {
  const listed = status === "all" ? feed.rows.toReversed() : unreadRows(feed);
  const rows = address === undefined ? listed : listed.filter(({ seq }) => seq < Number(address));
  const last = rows.slice(0, PAGE).at(-1);
  return {
    notifications: rows
      .slice(0, PAGE)
      .map(({ id, readSeq }) =>
        status === "all" ? { ...notification(id), read_at: readSeq === null ? null : TIME } : notification(id),
      ),
    position: feed.head,
    unread: unreadRows(feed).length,
    older: last && rows.length > PAGE ? String(last.seq) : null,
  };
}

/** One connection's way through the feed, as the contract has it. */
export class ModelStream {
  #position: number;
  #generation: number;
  #isSynced = false;
  #replayed = 0;

  constructor(server: ModelServer, position: number) {
    this.#position = position;
    this.#generation = server.feed.generation;
  }

  /** The next event; null when there is none. */
  next(feed: FeedMoment): PositionedEvent | null {
    const { generation, head, floor } = feed;
    if (generation !== this.#generation || this.#position > head || this.#position < floor) {
      this.#position = head;
      this.#generation = generation;
      return this.#sync(feed, false);
    }
    const [change] = changesBetween(feed, this.#position, this.#position + 1);
    if (!change) return this.#isSynced ? null : this.#sync(feed, true);
    this.#position++;
    this.#replayed++;
    return { position: this.#position, event: eventOf(change) };
  }

  #sync(feed: FeedMoment, complete: boolean): PositionedEvent {
    this.#isSynced = true;
    return syncOf(feed, this.#replayed, complete);
  }
}

export function syncOf(feed: FeedMoment, replayed: number, complete: boolean): PositionedEvent {
  const payload = { position: feed.head, replayed, complete, unread: unreadRows(feed).length };
  return { position: feed.head, event: { type: "SYNC", payload } };
}

function eventOf(change: ModelChange): StreamEvent {
  return change.kind === "notification"
    ? { type: "NOTIFICATION", payload: notification(change.id) }
    : { type: "READ", payload: { ids: [...change.ids], read_at: TIME } };
}

function notification(id: string): ListedNotification {
  return { id, type: "t", message: id, created_at: TIME };
}
