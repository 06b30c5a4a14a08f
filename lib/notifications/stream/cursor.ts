import type { FeedChange, FeedPage, FeedReader } from "./feed-reader";
import type { Frame } from "./sse-frame";

/** Where a stream gets a change from: the bus, the database later than that, or the catch-up it began with. */
export const DELIVERY_SOURCES = ["live", "caught_up", "replayed"] as const;
export type DeliverySource = (typeof DELIVERY_SOURCES)[number];

/** A change that a message tells. Without a frame its content must be read. */
export type OfferedChange = Omit<FeedChange, "frame"> & { frame: Frame | null };

/** What a cursor needs of the world. */
interface CursorEnvironment extends Pick<FeedReader, "syncFrame"> {
  /** Reads up to `limit` changes of the feed after a position; null asks for its state alone. */
  read(after: number | null, limit: number): Promise<FeedPage>;
  /** Called for each change that was sent. */
  delivered(source: DeliverySource, changedAt: number | null): void;
  /** Called after a failed read. Resolves when it is time to try again. */
  retryDelay(): Promise<void>;
}

/** Where frames go. */
export interface Sink {
  /** False while the client has not taken what it was given. */
  hasRoom(): boolean;
  send(frame: Frame): void;
}

/** Where a client says it is: after a position, nowhere yet (so at the head), or in a way that cannot be read. */
export type Start = { after: number } | "head" | "unreadable";

/** Most changes one read brings. */
const MAX_PAGE = 100;

/**
 * One stream's place in its user's feed. It delivers every position once and in order: from the bus while the client keeps
 * up, otherwise page by page from the database at the client's own pace. It queues nothing beyond what the sink has room for.
 */
export class Cursor {
  readonly #environment: CursorEnvironment;
  readonly #sink: Sink;
  /** Last position delivered; null until a client without one has been placed. */
  #position: number | null;
  /** Newest position heard of. */
  #announced = 0;
  /** Changes to read at once: as many as the sink had room for, so that few are read in vain. */
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

  /** Starts. To be called when messages of this feed are being received: a change is then in the first read or in a message. */
  open(): void {
    this.#busy = false;
    void this.#catchUp();
  }

  /** A change from the bus. Unless it is the very next one, it is read from the database, or known already. */
  offer({ position, changedAt, frame }: OfferedChange): void {
    this.#announced = Math.max(this.#announced, position);
    const isNext = this.#position !== null && position === this.#position + 1;
    const isLive = !this.#busy && this.#opening === null;
    if (frame && isNext && isLive && this.#sink.hasRoom()) this.#deliver({ position, changedAt, frame }, "live");
    else void this.#catchUp();
  }

  /**
   * The feed was seen to end at `head`. If that is before what is known, it is an old sight, or the feed has moved back: a user
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
      } catch {
        await this.#environment.retryDelay();
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
    for (const change of page.changes) {
      if (change.position <= this.#position) continue;
      if (!this.#sink.hasRoom()) break;
      this.#deliver(change, source);
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

  #deliver({ position, changedAt, frame }: FeedChange, source: DeliverySource): void {
    // First, since the client may take the frame, and ask for more, from within `send`.
    this.#position = position;
    this.#sink.send(frame);
    this.#environment.delivered(source, changedAt);
  }

  /** The client's list cannot be continued: `sync` tells it to fetch anew, and it goes on from the head. */
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
