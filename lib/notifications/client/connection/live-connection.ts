import type { StreamEvent } from "../../contract";
import { HEARTBEAT_MS, POSITION_HEADER, UNREAD_HEADER } from "../../protocol";
import { ask } from "../feed/ask";
import { Alarms } from "./alarms";
import { type Batches, inBatches } from "./in-batches";
import { CLOSED, type Effect, type LiveState, type MachineEvent, shownState, step } from "./live-machine";
import { newTo, syncMessage } from "./tab-news";

export type { LiveState };

/** On waking up a heartbeat this late is reason enough: nobody wants to look at an old count. The first one is six seconds late. */
const SILENCE_ON_WAKE_MS = HEARTBEAT_MS + 7_000;

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
  /** As far as anything has come, handed over or not. */
  #heard = 0;
  /** As far as the list has come; the stream is late until it has too. */
  #awaited = 0;
  #source: EventSource | null = null;
  #heardAt = 0;
  #etag: string | null = null;
  /** The last question to the stream's address. */
  #question = {};
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
    this.#send({ type: "open", isSteady });
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
    if (position <= this.#heard) return;
    this.#awaited = position;
    this.#send({ type: "overtaken" });
  }

  /** Does what is due, should this tab's timers be late. */
  check(): void {
    this.#alarms.ringDue();
  }

  #send(event: MachineEvent): void {
    const { machine, effects } = step(this.#machine, event, Math.random);
    this.#machine = machine;
    for (const effect of effects) this.#perform(effect);
    const shown = shownState(machine, navigator.onLine, this.#position === null);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#options.onState(shown);
  }

  #perform(effect: Effect): void {
    if (effect === "open-stream") this.#openStream();
    else if (effect === "close-stream") this.#closeStream();
    else if (effect === "ask-stream") void this.#askStream();
    else if (effect === "ask-list") void this.#askList();
    else {
      const [type, milliseconds] = effect;
      if (milliseconds === null) this.#alarms.clear(type);
      else this.#alarms.set(type, milliseconds, () => this.#send({ type }));
    }
  }

  get #address(): string {
    return `${this.#options.endpoint}/stream?user=${encodeURIComponent(this.#options.userId)}`;
  }

  #openStream(): void {
    this.#closeStream();
    this.#heardAt = Date.now();
    const cursor = this.#position ? `&last_event_id=${this.#position}` : "";
    const source = new EventSource(this.#address + cursor);
    this.#source = source;
    let openedAt = this.#heardAt;
    let syncedAt = 0;
    const listen = (type: string, listener: (message: MessageEvent<string>) => void): void =>
      source.addEventListener(type, (message: MessageEvent<string>) => {
        if (source === this.#source) listener(message);
        // Safari revives one that was closed while its page went into the back/forward cache.
        else source.close();
      });
    const receive = (message: MessageEvent<string>): void => {
      this.#heardAt = Date.now();
      const event = JSON.parse(message.data) as StreamEvent;
      this.#received.add({ id: message.lastEventId, event });
      this.#heard = Number(message.lastEventId);
      if (event.type === "SYNC" && syncedAt === 0) {
        syncedAt = this.#heardAt;
        this.#send({ type: "synced", afterMs: syncedAt - openedAt });
      } else this.#send({ type: "heard", isCaughtUp: this.#heard >= this.#awaited });
    };
    listen("open", () => {
      openedAt = Date.now();
      this.#send({ type: "opened" });
    });
    listen("message", receive);
    listen("read", receive);
    listen("sync", receive);
    listen("ping", () => {
      this.#heardAt = Date.now();
      this.#send({ type: "pinged", afterSyncMs: this.#heardAt - syncedAt });
    });
    listen("error", () => this.#send({ type: "ended" }));
  }

  #closeStream(): void {
    this.#source?.close();
    this.#source = null;
    // The next one brings them again.
    this.#received.drop();
    this.#heard = Number(this.#position);
  }

  /** An EventSource does not say why it was refused; HEAD of the same address does. */
  async #askStream(): Promise<void> {
    const question = (this.#question = {});
    const { answer, retryAfterMs } = await ask(this.#address);
    // An old one is nobody's any more.
    if (this.#question === question) this.#send({ type: "answered", answer, retryAfterMs });
  }

  async #askList(): Promise<void> {
    const { signal } = this.#life;
    if (this.#asking === signal) return;
    this.#asking = signal;
    const { userId, endpoint } = this.#options;
    const { answer, retryAfterMs, headers } = await ask(
      `${endpoint}?status=unread&limit=1&user=${encodeURIComponent(userId)}`,
      this.#etag ? { "If-None-Match": this.#etag } : {},
    );
    if (signal.aborted) return;
    this.#asking = null;
    const position = headers.get(POSITION_HEADER);
    const before = this.#heard;
    if (position !== null) {
      this.#etag = headers.get("ETag");
      this.#awaited = Number(position);
      // While nothing is polled, the stream brings it.
      if (this.#machine.polling !== null && (this.#awaited !== before || this.#position === null)) {
        this.#received.add(syncMessage(position, Number(headers.get(UNREAD_HEADER)), this.#awaited >= before));
        this.#heard = this.#awaited;
      }
    }
    this.#send({ type: "listed", answer, retryAfterMs, isAhead: Number(position) > before });
  }
}
