import type { PositionedEvent } from "@/lib/notifications/client/connection/positioned-event";
import { EarlyEvents } from "@/lib/notifications/client/feed/early-events";
import { type FeedCache, fromSnapshot, withEvent, withOlder } from "@/lib/notifications/client/feed/feed-cache";
import { isUnread } from "@/lib/notifications/client/feed/notifications";
import type { ListStatus, Snapshot } from "@/lib/notifications/client/requests/api";

/** A request for a page, which shows the feed at some moment since it was made. */
export interface PageRequest {
  asked: number;
  /** The older page that is wanted. */
  address: string;
  /** It is asked for once more when what came meanwhile has overtaken it. */
  isSecond: boolean;
}

/** One of a browser's lists as `use-feed` runs it, with the real cache; all that takes time ends when the test says so. */
export class ModelList {
  cache: FeedCache;
  /** When the list was asked for that a stale cache waits for, and where the feed was then. */
  refetch: { asked: number; position: number } | null = null;
  olderPages: PageRequest[] = [];
  readonly #early = new EarlyEvents();
  /** Became read by an event, or went by it. */
  readonly gone = new Set<string>();
  /** Of which making of the feed the cache is. */
  generation: number;
  /** An older page of this position has been added: what is read by then may be so before it is. */
  foresight = 0;

  constructor(
    readonly status: ListStatus,
    snapshot: Snapshot,
    generation: number,
  ) {
    this.cache = fromSnapshot(status, snapshot);
    this.generation = generation;
  }

  get ids(): string[] {
    return this.cache.items.map(({ notification }) => notification.id);
  }

  get unreadIds(): string[] {
    return this.cache.items.flatMap(({ notification }) => (isUnread(notification) ? notification.id : []));
  }

  hear(events: readonly PositionedEvent[]): void {
    this.#early.add(events, this.cache.position);
    this.#apply();
  }

  reload(): void {
    this.cache = { ...this.cache, stale: true };
  }

  askAgain(now: number): void {
    this.#early.drop();
    this.refetch = { asked: now, position: this.cache.position };
  }

  refetched(snapshot: Snapshot, generation: number): void {
    this.refetch = null;
    this.cache = fromSnapshot(this.status, snapshot, this.cache);
    this.generation = generation;
    // Older pages that stay, be they empty, may have been loaded as of a later moment than the new first page.
    if (this.cache.items.length <= snapshot.notifications.length && this.cache.older === snapshot.older)
      this.foresight = 0;
    this.#apply();
  }

  askOlder(now: number): void {
    const { older } = this.cache;
    if (older !== null) this.olderPages.push({ asked: now, address: older, isSecond: false });
  }

  olderPageArrives({ address, isSecond }: PageRequest, page: Snapshot, now: number): void {
    const before = this.cache;
    this.cache = withOlder(before, address, page);
    if (this.cache !== before) this.foresight = Math.max(this.foresight, page.position);
    else if (!isSecond && this.cache.older === address) this.olderPages.push({ asked: now, address, isSecond: true });
  }

  #apply(): void {
    if (this.cache.stale) return;
    const events = this.#early.take();
    if (events === null) this.reload();
    for (const { position, event } of events ?? []) {
      const before = this.cache;
      const unreadBefore = this.unreadIds;
      this.cache = withEvent(before, position, event);
      const isMissing = event.type === "SYNC" ? position > before.position : position > before.position + 1;
      const mustFetch = isMissing || (event.type === "SYNC" && !event.payload.complete);
      if (!before.stale && this.cache.stale !== mustFetch)
        throw new Error(`${mustFetch ? "not" : "needlessly"} stale after ${JSON.stringify(event)} at ${position}`);
      const after = new Set(this.unreadIds);
      for (const id of unreadBefore) if (!after.has(id)) this.gone.add(id);
    }
  }
}
