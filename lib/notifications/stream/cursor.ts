import type { Frame } from "./sse-frame";

/** A feed at one moment, and the changes that follow the position it was asked for. */
export interface FeedPage {
  /** Position of the newest change. */
  head: number;
  /** Changes up to here may be gone. */
  floor: number;
  /** What `sync` says of the feed at `head`. */
  unread: number;
  /** Oldest first, one a position, a page at most. */
  changes: readonly { position: number; frame: Frame }[];
}

export interface SyncReport {
  position: number;
  replayed: number;
  complete: boolean;
  unread: number;
}

/** By what way a stream gets a change: from the bus, from the database later than that, or in the catch-up it began with. */
export const SOURCES = ["live", "caught_up", "replayed"] as const;
export type Source = (typeof SOURCES)[number];

/** What a cursor needs of the world. */
export interface CursorEnvironment {
  /** Reads up to `limit` changes of the feed after a position; null asks for its state alone. */
  read(after: number | null, limit: number): Promise<FeedPage>;
  syncFrame(report: SyncReport): Frame;
  /** Told of each change that was sent. */
  delivered(source: Source, frame: Frame): void;
  /** Told of a failed read; resolves when it is time to try again. */
  retryDelay(error: unknown): Promise<void>;
}

/** Where frames go. */
export interface Sink {
  /** False while the client has not taken what it was given. */
  hasRoom(): boolean;
  send(frame: Frame): void;
}

/** Where a client says it is: after a position, nowhere yet (so at the head), or it cannot be told. */
export type Start = { after: number } | "head" | "unreadable";

/** Most changes one read brings. */
const MAX_PAGE = 100;

/**
 * One stream's place in its user's feed. It delivers every position once and in order, from wherever it comes: from
 * the bus while the client keeps up, else page by page from the database at the client's own pace. Nothing is queued
 * beyond what the sink has room for.
 */
export class Cursor {
  readonly #environment: CursorEnvironment;
  readonly #sink: Sink;
  /** Last position delivered; null until a client without one has been placed. */
  #position: number | null;
  /** Newest position heard of. */
  #announced = 0;
  /** Changes to read at once: as many as the sink had room for, so that little is read to be thrown away. */
  #limit = MAX_PAGE;
  /** The catch-up of a new connection, until its `sync` has been sent. */
  #opening: { replayed: number; complete: boolean } | null;
  /** The feed was seen to end before what this cursor has heard of: the next read tells whether it moved back. */
  #doubtful = false;
  /** True until `open`, and while a catch-up is under way: changes are then found in the database. */
  #busy = true;
  #closed = false;

  constructor(start: Start, environment: CursorEnvironment, sink: Sink) {
    this.#position = typeof start === "string" ? null : start.after;
    this.#opening = { replayed: 0, complete: start !== "unreadable" };
    this.#environment = environment;
    this.#sink = sink;
  }

  /** Newest position this cursor has heard of, delivered or not. */
  get announced(): number {
    return this.#announced;
  }

  /** True once the catch-up has ended with its `sync`. */
  get isSynced(): boolean {
    return this.#opening === null;
  }

  /** Start, once messages of this feed are being received: a change is then in the first read or in a message. */
  open(): void {
    this.#busy = false;
    void this.#catchUp();
  }

  /**
   * A change from the bus, or null for one of which it tells the position alone. Anything but the very next one is read from
   * the database instead, or known already.
   */
  offer(position: number, frame: Frame | null): void {
    this.#announced = Math.max(this.#announced, position);
    const isNext = this.#position !== null && position === this.#position + 1;
    const isLive = !this.#busy && this.#opening === null;
    if (frame && isNext && isLive && this.#sink.hasRoom()) this.#deliver(position, frame, "live");
    else void this.#catchUp();
  }

  /**
   * The feed was seen to end at `head`. Before what is known, that is an old sight, or a feed that moved back: a user
   * deleted and made anew, a message from another database, a restored backup.
   */
  announce(head: number): void {
    if (head < this.#announced) this.#doubtful = true;
    else this.#announced = head;
    void this.#catchUp();
  }

  /** The client has taken what it was given. */
  drained(): void {
    void this.#catchUp();
  }

  close(): void {
    this.#closed = true;
  }

  get #behind(): boolean {
    return this.#opening !== null || this.#doubtful || this.#announced > (this.#position ?? 0);
  }

  async #catchUp(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (!this.#closed && this.#behind && this.#sink.hasRoom()) {
      const heard = this.#announced;
      let page: FeedPage;
      try {
        page = await this.#environment.read(this.#position, this.#limit);
      } catch (error) {
        await this.#environment.retryDelay(error);
        continue;
      }
      if (this.#closed) break;
      this.#doubtful = false;
      // A change is announced after its commit, so a read begun later contains it. A position beyond the head came from
      // another database on the same Redis: it is forgotten, or this would read for ever.
      if (this.#announced === heard && heard > page.head) this.#announced = page.head;
      this.#deliverPage(page);
    }
    this.#busy = false;
  }

  #deliverPage(page: FeedPage): void {
    this.#announced = Math.max(this.#announced, page.head);
    if (this.#position === null) this.#position = page.head;
    else if (!isReplayable(page, this.#position)) this.#reset(page);

    const source = this.#opening ? "replayed" : "caught_up";
    let delivered = 0;
    for (const { position, frame } of page.changes) {
      if (position <= this.#position) continue;
      if (!this.#sink.hasRoom()) break;
      this.#deliver(position, frame, source);
      delivered++;
    }
    if (this.#opening) this.#opening.replayed += delivered;
    this.#limit = Math.min(MAX_PAGE, Math.max(1, this.#sink.hasRoom() ? this.#limit * 2 : delivered));
    if (this.#opening && this.#position === page.head) {
      const { replayed, complete } = this.#opening;
      this.#opening = null;
      this.#sink.send(this.#environment.syncFrame({ position: page.head, replayed, complete, unread: page.unread }));
    }
  }

  #deliver(position: number, frame: Frame, source: Source): void {
    // First, since sending can ask for more at once, from within.
    this.#position = position;
    this.#sink.send(frame);
    this.#environment.delivered(source, frame);
  }

  /** What the client has cannot be continued: it is told to fetch anew, and goes on from the head. */
  #reset(page: FeedPage): void {
    this.#position = page.head;
    this.#opening = { replayed: this.#opening?.replayed ?? 0, complete: false };
  }
}

/** True when `page` continues `position` without a gap. */
function isReplayable(page: FeedPage, position: number): boolean {
  if (position > page.head || position < page.floor) return false;
  if (position < page.head && page.changes.length === 0) return false;
  return page.changes.every((change, index) => change.position === position + index + 1);
}
