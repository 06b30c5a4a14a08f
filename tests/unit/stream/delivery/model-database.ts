import type { FeedPage, FeedReader, KnownHead, SyncReport } from "@/lib/notifications/stream/feed-reader";
import { eventFrame, type Frame } from "@/lib/notifications/stream/sse-frame";
import { changesBetween, EMPTY_FEED, unreadRows, type FeedMoment, type ModelChange } from "@/tests/support/feed-moment";

/** What a frame tells, and of which making of whose feed. */
export interface Told {
  userId: string;
  generation: number;
  position: number;
  content: ModelChange | { kind: "sync"; report: SyncReport };
}

/** A query on its way. It may be answered as of any moment since it was asked. */
export interface Question {
  /** Whose feed it reads; null for a sweep. */
  userId: string | null;
  asked: number;
  answer(feeds: Feeds): void;
  fail(): void;
}

type Feeds = ReadonlyMap<string, FeedMoment>;

/** Unread counts are opaque to streams, so here they also say of which making of the feed they speak. */
const GENERATION = 1000;
const stamped = (feed: FeedMoment): number => feed.generation * GENERATION + unreadRows(feed).length;
export const generationOf = (stamp: number): number => Math.floor(stamp / GENERATION);
export const countOf = (stamp: number): number => stamp % GENERATION;

/** All feeds at every moment so far, and a reader of them whose answers come when the test says so. */
export class ModelDatabase implements FeedReader {
  readonly moments: Feeds[] = [new Map()];
  readonly reads: Question[] = [];
  readonly sweeps: Question[] = [];
  readonly #told = new WeakMap<Frame, Told>();
  readonly #frames = new Map<string, Frame>();
  readonly #history = new Map<string, { frame: Frame; unread: number }>();

  feed(userId: string): FeedMoment {
    return this.moments.at(-1)?.get(userId) ?? EMPTY_FEED;
  }

  /** Commits, and returns the frames that tell of it. */
  commit(userId: string, next: FeedMoment): Frame[] {
    const before = this.feed(userId);
    this.moments.push(new Map(this.moments.at(-1)).set(userId, next));
    if (next.generation !== before.generation || next.head === before.head) return [];
    if (next.floor === next.head) return [this.#erasure(userId, next)];
    let unread = unreadRows(before).length;
    return changesBetween(next, before.head, next.head).map((change) => {
      const frame = this.#changeFrame(userId, next.generation, change);
      unread += unreadDifference(change);
      this.#history.set(key(userId, next.generation, change.position), { frame, unread });
      return frame;
    });
  }

  #erasure(userId: string, feed: FeedMoment): Frame {
    const frame = this.syncFrame({ position: feed.head, replayed: 0, complete: false, unread: stamped(feed) });
    const told = this.told(frame);
    if (told) this.#told.set(frame, { ...told, userId });
    this.#history.set(key(userId, feed.generation, feed.head), { frame, unread: 0 });
    return frame;
  }

  /** What a frame tells; undefined for one that tells of no feed. */
  told(frame: Frame): Told | undefined {
    return this.#told.get(frame);
  }

  /** What was once told of a position, and how many were unread then. */
  history({
    userId,
    generation,
    position,
  }: Omit<Told, "content">): { frame: Frame | null; unread: number } | undefined {
    return position === 0 ? { frame: null, unread: 0 } : this.#history.get(key(userId, generation, position));
  }

  /** A change of the same user in another database on the same Redis. */
  foreignFrame(userId: string, position: number): Frame {
    return this.#changeFrame(userId, -1, { kind: "notification", position, id: "foreign" });
  }

  readonly syncFrame = (report: SyncReport): Frame => {
    const frame = eventFrame({ id: report.position, event: "sync", data: JSON.stringify(report) });
    const { position, unread } = report;
    this.#told.set(frame, {
      userId: "",
      generation: generationOf(unread),
      position,
      content: { kind: "sync", report },
    });
    return frame;
  };

  read(userId: string, after: number | null, limit: number): Promise<FeedPage> {
    return this.#ask(this.reads, userId, (feeds) => {
      const feed = feeds.get(userId) ?? EMPTY_FEED;
      const changes = after === null ? [] : changesBetween(feed, after, after + limit);
      return {
        head: feed.head,
        floor: feed.floor,
        unread: stamped(feed),
        changes: changes.map((change) => ({
          position: change.position,
          changedAt: null,
          frame: this.#changeFrame(userId, feed.generation, change),
        })),
      };
    });
  }

  moved(known: readonly KnownHead[]): Promise<readonly { userId: string; head: number }[]> {
    return this.#ask(this.sweeps, null, (feeds) => {
      const heads = new Map<string, number>();
      for (const { userId, position } of known) {
        const { head } = feeds.get(userId) ?? EMPTY_FEED;
        if (head !== position) heads.set(userId, head);
      }
      return Array.from(heads, ([userId, head]) => ({ userId, head }));
    });
  }

  #ask<Answer>(questions: Question[], userId: string | null, look: (feeds: Feeds) => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      questions.push({
        userId,
        asked: this.moments.length - 1,
        answer: (feeds) => resolve(look(feeds)),
        fail: () => reject(new Error("the database is away")),
      });
    });
  }

  /** The same bytes for the same change, live and replayed. */
  #changeFrame(userId: string, generation: number, content: ModelChange): Frame {
    const data = JSON.stringify({ userId, generation, content });
    const known = this.#frames.get(data);
    if (known) return known;
    const frame = eventFrame({ id: content.position, data: data + padding(content) });
    this.#frames.set(data, frame);
    this.#told.set(frame, { userId, generation, position: content.position, content });
    return frame;
  }
}

const key = (userId: string, generation: number, position: number): string => `${userId}/${generation}/${position}`;

/** What a client adds to its unread count. */
export function unreadDifference(change: ModelChange): number {
  return change.kind === "notification" ? 1 : -change.ids.length;
}

/** Ids end in the size of their notification: one to four of the largest fill a stream's buffer. */
function padding(change: ModelChange): string {
  return change.kind === "notification" ? " ".repeat(Number(/\d+$/.exec(change.id)?.[0] ?? 0)) : "";
}
