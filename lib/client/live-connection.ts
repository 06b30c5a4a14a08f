import type { StreamEvent } from "@/lib/contract";
import { HEARTBEAT_MS } from "@/lib/protocol";

import { Alarms } from "./alarms";
import { ask } from "./ask";
import { askFeedHead } from "./feed-head";
import { type Batches, inBatches } from "./in-batches";
import { CLOSED, type Effect, type LiveState, type MachineEvent, shownState, step } from "./live-machine";
import { newTo, syncMessage } from "./tab-news";

export type { LiveState };

/** On waking up a heartbeat this late is reason enough: nobody wants to look at an old count. */
const SILENCE_ON_WAKE_MS = HEARTBEAT_MS + 2_000;
const STREAM_QUESTION_MS = 8_000;

/** As it came. Whoever shows more of it than a count parses it first: the contract's parser is seven times this connection. */
export interface StreamMessage {
  /** The feed position. */
  id: string;
  event: StreamEvent;
}

/** Told what came in one burst, in order: a thousand missed events are then drawn once and not a thousand times. */
export type Follower = (messages: readonly StreamMessage[]) => void;

/** What a page hears of its user's feed, whoever holds the stream. */
export interface Live {
  /** Has every burst from now on told to this one. Returns how to end that. */
  follow(follower: Follower): () => void;
  open(): void;
  close(): void;
  /** A request was answered 401: is the session over? */
  doubt(): void;
  /** A request was answered at this position, which the stream should have come to. */
  reached(position: number): void;
  /** How far the page has heard of the feed; null before it has. */
  readonly position: string | null;
}

interface LiveConnectionOptions {
  userId: string;
  /** Address of the list; the stream is below it. */
  endpoint: string;
  onMessages: Follower;
  onState(state: LiveState): void;
}

/**
 * An EventSource that does not give up. The browser's own reconnects after a lost connection only: it closes for good
 * on any other answer than 200, a new one forgets where it was, and neither notices a connection that died in silence.
 * Here every end leads to a new EventSource from where the last one was. Where streams do not get through in time, the list
 * is polled.
 *
 * live-machine.ts decides; this owns what it decides about: the stream, requests and alarms.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #received: Batches<StreamMessage>;
  readonly #alarms = new Alarms();
  #machine = CLOSED;
  #shown: LiveState = "closed";
  /** Last position received; a new stream goes on from there. Null at first: then the stream starts at its head. */
  #position: string | null = null;
  #source: EventSource | null = null;
  #heardAt = 0;
  #etag: string | null = null;
  /** The life in which the list is being asked. */
  #asking: AbortSignal | null = null;
  /** Aborts the listeners of one life, from open to close. */
  #life = new AbortController();

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#received = inBatches((messages) => {
      // A stream that is late may bring what the list has told.
      const fresh = newTo(this.#position, messages);
      this.#position = fresh.at(-1)?.id ?? this.#position;
      if (fresh.length > 0) options.onMessages(fresh);
    });
  }

  /** Goes on from `position`, from the feed's head when that is null. `isSteady`: the page is live until now. */
  open(position: string | null, isSteady: boolean): void {
    this.#position = position;
    this.#life = new AbortController();
    const { signal } = this.#life;
    for (const type of ["online", "offline"] as const)
      window.addEventListener(type, () => this.#send({ type }), { signal });
    this.#send({ type: "open", isFirst: position === null, isSteady });
  }

  close(): void {
    this.#life.abort();
    this.#send({ type: "close" });
  }

  /** Somebody looks who was away: what was missed should be here within a second or two. */
  wake(): void {
    this.#send({ type: "woke", isFresh: Date.now() - this.#heardAt <= SILENCE_ON_WAKE_MS });
  }

  /** Somebody looks, or goes to another page. */
  look(): void {
    this.#send({ type: "looked" });
  }

  doubt(): void {
    this.#send({ type: "doubted" });
  }

  reached(position: number): void {
    if (position > Number(this.#position)) this.#send({ type: "overtaken", position });
  }

  /** Does what is due, should this tab's timers be late. */
  check(): void {
    this.#alarms.ringDue();
  }

  #send(event: MachineEvent): void {
    const { machine, effects } = step(this.#machine, event, Math.random);
    this.#machine = machine;
    for (const effect of effects) this.#perform(effect);
    const shown = shownState(machine, navigator.onLine);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#options.onState(shown);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "open-stream":
        return this.#openStream();
      case "close-stream":
        return this.#closeStream();
      case "ask-stream":
        return void this.#askStream();
      case "ask-list":
        return void this.#askList(effect.timeoutMs);
      case "set-alarm": {
        const { alarm: type, milliseconds } = effect;
        if (milliseconds === null) this.#alarms.clear(type);
        else this.#alarms.set(type, milliseconds, () => this.#send({ type }));
      }
    }
  }

  get #address(): string {
    return `${this.#options.endpoint}/stream?user=${this.#options.userId}`;
  }

  #openStream(): void {
    this.#closeStream();
    this.#heardAt = Date.now();
    const cursor = this.#position ? `&last_event_id=${this.#position}` : "";
    const source = new EventSource(this.#address + cursor);
    this.#source = source;
    let openedAt = this.#heardAt;
    let syncedAt = 0;
    const receive = (message: MessageEvent<string>): void => {
      this.#heardAt = Date.now();
      const event = JSON.parse(message.data) as StreamEvent;
      this.#received.add({ id: message.lastEventId, event });
      if (event.type === "SYNC" && syncedAt === 0) {
        syncedAt = this.#heardAt;
        this.#send({ type: "synced", afterMs: syncedAt - openedAt });
      } else this.#send({ type: "heard", position: Number(message.lastEventId) });
    };
    source.addEventListener("open", () => {
      openedAt = Date.now();
      this.#send({ type: "opened" });
    });
    source.addEventListener("message", receive);
    source.addEventListener("read", receive);
    source.addEventListener("sync", receive);
    source.addEventListener("ping", () => {
      this.#heardAt = Date.now();
      this.#send({ type: "pinged", afterSyncMs: this.#heardAt - syncedAt });
    });
    source.addEventListener("error", () => this.#send({ type: "ended" }));
  }

  #closeStream(): void {
    this.#source?.close();
    this.#source = null;
    // The next one brings them again.
    this.#received.drop();
  }

  /** An EventSource does not say why it was refused; HEAD of the same address does. */
  async #askStream(): Promise<void> {
    const { state } = this.#machine;
    const { answer, retryAfterMs } = await ask(this.#address, STREAM_QUESTION_MS);
    // Of another question otherwise.
    if (this.#machine.state === state) this.#send({ type: "answered", answer, retryAfterMs });
  }

  async #askList(timeoutMs: number): Promise<void> {
    const { signal } = this.#life;
    if (this.#asking === signal) return;
    this.#asking = signal;
    const { userId, endpoint } = this.#options;
    const list = `${endpoint}?status=unread&limit=1&user=${userId}`;
    const { answer, retryAfterMs, position, unread, etag } = await askFeedHead(list, this.#etag, timeoutMs);
    if (signal.aborted) return;
    this.#asking = null;
    this.#etag = etag ?? this.#etag;
    const before = Number(this.#position);
    // While nothing is polled, the stream brings it.
    if (this.#machine.polling !== null && position !== null && position !== this.#position)
      this.#received.add(syncMessage(position, unread, Number(position) >= before));
    const isAhead = Number(position) > before;
    this.#send({ type: "listed", answer, retryAfterMs, position: Number(position), isAhead });
  }
}
