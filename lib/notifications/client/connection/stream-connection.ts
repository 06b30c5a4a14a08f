import type { StreamEvent } from "../../contract";
import { HEARTBEAT_MS, POSITION_HEADER, UNREAD_HEADER } from "../../protocol";
import { ask } from "../requests/ask";
import { Alarms } from "./alarms";
import { inBatches } from "./batches";
import type { Connection, Follower } from "./connection";
import { CLOSED, connectionOf, type Effect, type MachineEvent } from "./reconnect-machine";
import { step } from "./reconnect-rules";
import { newTo, type StreamMessage, syncMessage } from "./stream-message";

/**
 * When the page wakes up, a heartbeat this late is reason enough to reconnect: nobody wants to look at an old count. The first
 * one is six seconds late.
 */
const SILENCE_ON_WAKE_MS = HEARTBEAT_MS + 7_000;

interface StreamConnectionOptions {
  userId: string;
  /** Address of the list; the stream is below it. */
  endpoint: string;
  onMessages: Follower;
  onChange(connection: Connection): void;
}

/**
 * An EventSource that does not give up. The browser's own reconnects only after a lost connection: any other answer than 200
 * closes it for good, a new one forgets its position, and neither notices a connection that died in silence. Here every end
 * leads to a new EventSource from the position of the last one. Where streams do not get through in time, the list is polled.
 *
 * reconnect-rules.ts decides; this performs: it owns the stream, the requests and the alarms.
 */
export class StreamConnection {
  readonly #options: StreamConnectionOptions;
  readonly #received = inBatches<StreamMessage>((messages) => this.#handOver(messages));
  readonly #alarms = new Alarms();
  #machine = CLOSED;
  #shown: Connection = "paused";
  /** The last position handed over; a new stream goes on from there. Null at first: then the stream starts at its head. */
  #position: string | null = null;
  /** The last position that came in, handed over or not. */
  #heard = 0;
  /** The last position that something else told; the stream is late until it is there too. */
  #awaited = 0;
  #source: EventSource | null = null;
  #heardAt = 0;
  #etag: string | null = null;
  /** The last question to the stream's address. */
  #question = {};
  /** The life in which the list is being asked. */
  #asking: AbortSignal | null = null;
  /** From open to close; ends its listeners. */
  #life = new AbortController();

  constructor(options: StreamConnectionOptions) {
    this.#options = options;
  }

  /** Goes on from `position`, or from the feed's head if that is null. `isSteady`: the page has been live until now. */
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

  /** The page was away, and somebody looks again: what was missed should be here within a second or two. */
  wake(): void {
    this.#send({ type: "woke", isFresh: Date.now() - this.#heardAt <= SILENCE_ON_WAKE_MS });
  }

  /** Somebody looks at the page, or goes to another one of the app. */
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

  /** Does what is overdue, in case this tab's timers are late. */
  check(): void {
    this.#alarms.ringDue();
  }

  #send(event: MachineEvent): void {
    const { machine, effects } = step(this.#machine, event, Math.random);
    this.#machine = machine;
    for (const effect of effects) this.#perform(effect);
    const shown = connectionOf(machine, navigator.onLine, this.#position === null);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#options.onChange(shown);
  }

  #handOver(messages: readonly StreamMessage[]): void {
    // A late stream may bring what the list has told already.
    const fresh = newTo(this.#position, messages);
    this.#position = fresh.at(-1)?.id ?? this.#position;
    if (fresh.length > 0) this.#options.onMessages(fresh);
  }

  #perform(effect: Effect): void {
    if (effect === "open-stream") this.#openStream();
    else if (effect === "close-stream") this.#closeStream();
    else if (effect === "ask-stream") void this.#askStream();
    else if (effect === "ask-list") void this.#askList();
    else {
      const [type, milliseconds] = effect;
      this.#alarms.set(type, milliseconds, () => this.#send({ type }));
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
        // Safari revives a closed source when its page comes back from the back/forward cache.
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
    // The next stream brings them again.
    this.#received.drop();
    this.#heard = Number(this.#position);
  }

  /** An EventSource does not say why it was refused. HEAD of the same address does. */
  async #askStream(): Promise<void> {
    const question = (this.#question = {});
    const { answer, retryAfterMs } = await ask(this.#address);
    // Nobody waits for the answer to an older question.
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
      // Unless the list is polled, the stream brings it.
      if (this.#machine.polling !== null && (this.#awaited !== before || this.#position === null)) {
        this.#received.add(syncMessage(position, Number(headers.get(UNREAD_HEADER)), this.#awaited >= before));
        this.#heard = this.#awaited;
      }
    }
    this.#send({ type: "listed", answer, retryAfterMs, isAhead: Number(position) > before });
  }
}
