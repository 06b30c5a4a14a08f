import type { StreamEvent } from "@/lib/contract";
import { HEARTBEAT_MS, STREAM_PATH } from "@/lib/protocol";

import { backoff } from "./backoff";
import { type Batches, inBatches } from "./in-batches";

/** Silence this long means that the connection is dead, whatever the browser believes. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
/** On waking up a heartbeat this late is reason enough: nobody wants to look at an old count. */
const SILENCE_ON_WAKE_MS = HEARTBEAT_MS + 2_000;
const WATCH_MS = 5_000;

export type LiveState = "connecting" | "live" | "reconnecting" | "offline" | "signed-out" | "closed";

/** As it came. Whoever shows more of it than a count parses it first: the contract's parser is seven times this connection. */
export interface StreamMessage {
  /** The feed position. */
  id: string;
  event: StreamEvent;
}

interface Listener {
  /** What came in one burst, in order: a thousand missed events are then drawn once and not a thousand times. */
  onMessages(messages: readonly StreamMessage[]): void;
}

interface LiveConnectionOptions extends Listener {
  userId: string;
  onState(state: LiveState): void;
}

interface Follower extends Listener {
  /** Last position it has; a new stream goes on from there. Null while it has none: then the stream starts at its head. */
  position(): number | null;
}

/**
 * An EventSource that does not give up. The browser's own reconnects after a lost connection only: it closes for good
 * on any other answer than 200, a new one forgets where it was, and neither notices a connection that died in silence.
 * Here every end leads to a new EventSource, after a jittered wait, from the follower's own position.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #received: Batches<StreamMessage>;
  #follower: Follower | null = null;
  #state: LiveState = "closed";
  #source: EventSource | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #failures = 0;
  #heardAt = 0;
  /** Aborts the listeners and the request of one life, from open to close. */
  #life = new AbortController();

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#received = inBatches((messages) => {
      options.onMessages(messages);
      this.#follower?.onMessages(messages);
    });
  }

  /** Has every burst from now on told to this one too. Returns how to end that. */
  follow(follower: Follower): () => void {
    this.#follower = follower;
    return () => {
      this.#follower = null;
    };
  }

  open(): void {
    if (this.#state !== "closed" && this.#state !== "signed-out") return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    const wake = (): void => this.#wake();
    document.addEventListener("visibilitychange", wake, { signal });
    window.addEventListener("online", () => this.#reconnectNow(), { signal });
    window.addEventListener("offline", () => this.#lost(), { signal });
    window.addEventListener("pageshow", wake, { signal });
    // A page in the back/forward cache must not hold a connection; `pageshow` finds it silent and reopens.
    window.addEventListener("pagehide", () => this.#dropSource(), { signal });
    this.#watch = setInterval(() => this.#reconnectIfSilent(SILENCE_MS), WATCH_MS);
    this.#setState("connecting");
    this.#connect();
  }

  close(): void {
    this.#end("closed");
  }

  /** Connects anew from the follower's position as it is now. */
  restart(): void {
    if (this.#state !== "closed" && this.#state !== "signed-out") this.#reconnectNow();
  }

  #end(state: "closed" | "signed-out"): void {
    this.#life.abort();
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    this.#dropSource();
    this.#failures = 0;
    this.#setState(state);
  }

  get #address(): string {
    return `${STREAM_PATH}?user=${this.#options.userId}`;
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#dropSource();
    this.#heardAt = Date.now();
    const position = this.#follower?.position() ?? null;
    const source = new EventSource(this.#address + (position === null ? "" : `&last_event_id=${position}`));
    this.#source = source;
    let opened = false;
    source.addEventListener("open", () => (opened = true));
    const receive = (message: MessageEvent<string>): void => this.#receive(message);
    source.addEventListener("message", receive);
    source.addEventListener("read", receive);
    source.addEventListener("sync", receive);
    source.addEventListener("ping", () => (this.#heardAt = Date.now()));
    source.addEventListener("error", () => {
      this.#dropSource();
      if (opened) this.#retryAfter(backoff(this.#failures++));
      else void this.#diagnose();
    });
  }

  #receive(message: MessageEvent<string>): void {
    this.#heardAt = Date.now();
    const event = JSON.parse(message.data) as StreamEvent;
    this.#received.add({ id: message.lastEventId, event });
    if (event.type !== "SYNC") return;
    this.#failures = 0;
    this.#setState("live");
  }

  /** An EventSource does not say why it was refused; HEAD of the same address does. */
  async #diagnose(): Promise<void> {
    const { signal } = this.#life;
    const answer = await fetch(this.#address, { method: "HEAD", cache: "no-store", signal }).catch(() => null);
    if (signal.aborted) return;
    if (answer?.status === 401) this.#end("signed-out");
    // A proxy may give a date, which is none of the seconds that are sent here: no wish then.
    else if (this.#source === null)
      this.#retryAfter(backoff(this.#failures++, (Number(answer?.headers.get("Retry-After")) || 0) * 1000));
  }

  #retryAfter(milliseconds: number): void {
    this.#lost();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), milliseconds);
  }

  #reconnectNow(): void {
    this.#failures = 0;
    this.#lost();
    this.#connect();
  }

  #reconnectIfSilent(limit: number): void {
    if (Date.now() - this.#heardAt > limit) this.#reconnectNow();
  }

  #wake(): void {
    if (document.visibilityState !== "visible") return;
    if (this.#source === null) this.#reconnectNow();
    else this.#reconnectIfSilent(SILENCE_ON_WAKE_MS);
  }

  #lost(): void {
    if (this.#state !== "connecting" || !navigator.onLine)
      this.#setState(navigator.onLine ? "reconnecting" : "offline");
  }

  #dropSource(): void {
    this.#source?.close();
    this.#source = null;
    // The next one brings them again.
    this.#received.drop();
  }

  #setState(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
