import type { Start } from "@/lib/notifications/stream/cursor";
import type { SyncReport } from "@/lib/notifications/stream/feed-reader";
import type { Frame } from "@/lib/notifications/stream/sse-frame";
import { changesBetween } from "@/tests/support/feed-moment";

import { countOf, generationOf, unreadDifference, type ModelDatabase, type Told } from "./model-database";

/** What a stream may hold for a client that does not take it. */
const BUFFER_BYTES = 16 * 1024;

/** Sees every frame that one stream is sent, and holds it against the contract and against the feed. */
export class StreamWitness {
  readonly frames: Frame[] = [];
  readonly faults: string[] = [];
  /** The stream has been left or ended: nothing may follow. */
  gone = false;
  #isStalled = false;
  /** Tells the hub that the client has made room. */
  drained = (): void => {};
  /** Last position the stream was sent; null before one without a cursor has been placed. */
  position: number | null;
  readonly #database: ModelDatabase;
  readonly #unreadable: boolean;
  /** Of which making of the feed `position` is; null when it is not known, or the same in all. */
  #generation: number | null = null;
  /** As a client counts it by the contract; null before the first sync. */
  #unread: number | null = null;
  /** Changes sent since the catch-up began that the next sync ends; null when there is none. */
  #replayed: number | null = 0;
  /** Since it is at this position, there was a moment at which it could not be continued. */
  #lost = false;
  /** It was sent what is not in the feed, by a message of another one. */
  #misled = false;
  /** Lengths of the frames in the buffer, as they should be. */
  readonly #buffer: number[] = [];
  /** The client waits for a frame, which will not lie in the buffer. */
  #awaited = false;
  #isOverfull = false;

  constructor(
    readonly userId: string,
    start: Start,
    database: ModelDatabase,
  ) {
    this.#database = database;
    this.#unreadable = start === "unreadable";
    this.position = typeof start === "string" ? null : start.after;
    this.look();
  }

  /** To be called after every commit. */
  look(): void {
    const feed = this.#database.feed(this.userId);
    const { head, floor } = feed;
    if (this.position === null) return;
    const isBeyond = this.position > head || this.position < floor;
    if (isBeyond || changesBetween(feed, this.position, head).length < head - this.position) this.#lost = true;
  }

  /** The client takes a frame, or waits for one. */
  take(): void {
    if (this.#buffer.shift() === undefined) this.#awaited = true;
    if (this.#hasRoom) this.#isOverfull = false;
  }

  get isStalled(): boolean {
    return this.#isStalled;
  }

  /** A stalled client has no room, whatever its buffer holds. */
  stall(isStalled: boolean): void {
    this.#isStalled = isStalled;
    if (this.#hasRoom) this.#isOverfull = false;
  }

  get #hasRoom(): boolean {
    return !this.#isStalled && this.#buffer.reduce((sum, bytes) => sum + bytes, 0) < BUFFER_BYTES;
  }

  see(frame: Frame, foreign: boolean): void {
    const hadRoom = this.#hasRoom;
    if (this.#awaited) this.#awaited = false;
    else this.#buffer.push(frame.length);
    this.frames.push(frame);
    if (this.gone) this.#fault("a frame after the end");
    const told = this.#database.told(frame);
    if (told?.content.kind === "sync") this.#seeSync(told.content.report, foreign);
    else if (told) this.#seeChange(told, frame, foreign);
    this.#hold(told, hadRoom, frame[0] === "r".charCodeAt(0));
  }

  /** Only a sync may go beyond the room there is, and nothing may follow it there but the `retry` of a stream that ends. */
  #hold(told: Told | undefined, hadRoom: boolean, isRetry: boolean): void {
    if (hadRoom) this.#isOverfull = false;
    else if (told?.content.kind === "sync" && !this.#isOverfull) this.#isOverfull = true;
    else if (!isRetry) this.#fault("a frame without room for it");
  }

  #seeChange(told: Told, frame: Frame, foreign: boolean): void {
    const { userId, generation, position, content } = told;
    if (content.kind === "sync") return;
    if (this.position === null) this.#fault(`position ${position} before its place was known`);
    else if (position !== this.position + 1) this.#fault(`position ${position} after ${this.position}`);
    if (userId !== this.userId) this.#fault("a change of another user");
    const truth = this.#database.history(told);
    if (foreign) this.#misled = true;
    else if (truth?.frame !== frame) this.#fault(`what never happened at position ${position}`);
    else if (this.#generation !== null && generation !== this.#generation) this.#fault("a change of another feed");
    this.#moveTo(position, generation);
    if (this.#replayed !== null) this.#replayed++;
    if (this.#unread === null) return;
    this.#unread += unreadDifference(content);
    if (!this.#misled && this.#unread !== truth?.unread)
      this.#fault(`${this.#unread} unread at position ${position}, and not ${truth?.unread}`);
  }

  #seeSync(report: SyncReport, foreign: boolean): void {
    const { position, replayed, complete, unread } = report;
    const generation = generationOf(unread);
    const said = `a sync ${JSON.stringify(report)}`;
    if (replayed !== (this.#replayed ?? 0)) this.#fault(`${said} after ${this.#replayed} replayed`);
    if (foreign) this.#misled = true;
    else {
      if (complete) {
        if (this.#replayed === null) this.#fault(`${said} that ends nothing`);
        if (this.#unreadable) this.#fault(`${said} to an unreadable position`);
        if (this.position !== null && position !== this.position) this.#fault(`${said} at ${this.position}`);
        if (this.#generation !== null && generation !== this.#generation) this.#fault(`${said} of another feed`);
      } else {
        if (!this.#lost && !(this.#unreadable && this.#replayed !== null)) this.#fault(`${said} without need`);
        this.#misled = false;
      }
      const truth = this.#database.history({ userId: this.userId, generation, position });
      if (truth?.unread !== countOf(unread)) this.#fault(`${said} where ${truth?.unread} are unread`);
    }
    this.#moveTo(position, generation);
    this.#unread = countOf(unread);
    this.#replayed = null;
  }

  #moveTo(position: number, generation: number): void {
    this.position = position;
    this.#generation = position === 0 ? null : generation;
    this.#lost = false;
    this.look();
  }

  /** To be called when everything has been let through. */
  expectEqualToFeed(): void {
    const { generation, head, rows } = this.#database.feed(this.userId);
    const unread = rows.filter((row) => row.readSeq === null).length;
    if (this.#replayed !== null) this.#fault("no sync in the end");
    if (this.#misled) this.#fault("never told that what it was sent is not in the feed");
    if (this.position !== head) this.#fault(`position ${this.position} in the end, and not ${head}`);
    if (this.#generation !== null && this.#generation !== generation) this.#fault("an older feed in the end");
    if (this.#unread !== unread) this.#fault(`${this.#unread} unread in the end, and not ${unread}`);
  }

  #fault(what: string): void {
    this.faults.push(`a stream of ${this.userId}: ${what}`);
  }
}
