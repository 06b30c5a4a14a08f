import type { StreamEvent } from "@/lib/contract";
import { HEARTBEAT_MS } from "@/lib/protocol";

import { Alarms } from "./alarms";
import { backoff } from "./backoff";
import { type FeedHead, fetchFeedHead } from "./feed-head";
import { type Batches, inBatches } from "./in-batches";
import { syncMessage } from "./tab-news";

/** Silence this long means that the connection is dead, whatever the browser believes. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
/** The same before its first sync, when much is said. */
const SILENCE_AT_FIRST_MS = 15_000;
/** On waking up a heartbeat this late is reason enough: nobody wants to look at an old count. */
const SILENCE_ON_WAKE_MS = HEARTBEAT_MS + 2_000;
/** A stream that has not come to its first sync by then may be held back on its way. */
const SYNC_MS = 5_000;
/** What the list knows and the stream has not brought by then, it is not going to bring. */
const GRACE_MS = 500;
/** The list is asked this often at least, and at most ten times more seldom while nothing changes. */
const POLL_MS = 3_000;
/** For a new stream before the list is asked again: what it brings is more than a count. */
const HEAD_START_MS = 1_000;
const POLL_TIMEOUT_MS = 8_000;
/** Whoever waits longer than this on waking up has lost its connection. */
const VERIFY_TIMEOUT_MS = 2_000;
/** A timer that late was held by a machine that slept. */
const LATE_MS = 5_000;
/** In a row, after which the list is asked as well: one stream may end for any reason. */
const SUSPICIOUS_FAILURES = 2;

export type LiveState =
  | "connecting"
  | "catching-up"
  | "live"
  | "polling"
  | "reconnecting"
  | "offline"
  | "signed-out"
  | "closed";

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
 * Here every end leads to a new EventSource, after a jittered wait, from where the last one was.
 *
 * Where something on the way keeps event streams back, the list is asked every few seconds, until a stream gets through.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #received: Batches<StreamMessage>;
  readonly #alarms = new Alarms();
  /** Last position received; a new stream goes on from there. Null at first: then the stream starts at its head. */
  #position: string | null = null;
  #state: LiveState = "closed";
  /** How the stream is, by itself. */
  #stream: "connecting" | "catching-up" | "live" | "reconnecting" = "connecting";
  #wasLive = false;
  #source: EventSource | null = null;
  #failures = 0;
  #heardAt = 0;
  /** Streams in a row of which nothing came after their sync. */
  #mute = 0;
  /** Null while the list is not asked, then whether it answers. */
  #polled: boolean | null = null;
  #etag: string | null = null;
  /** Times in a row that the list had nothing new. */
  #quiet = 0;
  #isAsking = false;
  /** Aborts the listeners of one life, from open to close. */
  #life = new AbortController();

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#received = inBatches((messages) => {
      this.#position = messages.at(-1)?.id ?? this.#position;
      options.onMessages(messages);
    });
  }

  /** Goes on from `position`, as if it had been live until there; from the feed's head when that is null. */
  open(position: string | null): void {
    this.#position = position;
    this.#wasLive = position !== null;
    this.#life = new AbortController();
    const { signal } = this.#life;
    window.addEventListener("online", () => this.#reconnectNow(), { signal });
    // What is still on its way must not make it look live.
    window.addEventListener("offline", () => this.#failed(), { signal });
    this.#stream = this.#wasLive ? "catching-up" : "connecting";
    this.#connect();
    this.#show();
  }

  close(): void {
    this.#end("closed");
  }

  /** Somebody looks who was away: what was missed should be here within a second or two. */
  wake(): void {
    if (!this.#source || Date.now() - this.#heardAt > SILENCE_ON_WAKE_MS) this.#reconnectNow();
    else if (this.#polled !== null) void this.#poll();
    else if (this.#stream === "live") void this.#verify();
  }

  /** Does what is due, should this tab's timers be late. */
  check(): void {
    this.#alarms.ringDue();
  }

  #end(state: "closed" | "signed-out"): void {
    this.#life.abort();
    this.#alarms.clearAll();
    this.#dropSource();
    this.#setState(state);
  }

  get #address(): string {
    return `${this.#options.endpoint}/stream?user=${this.#options.userId}`;
  }

  #connect(): void {
    this.#dropSource();
    this.#alarms.clear("retry");
    this.#heardAt = Date.now();
    const cursor = this.#position ? `&last_event_id=${this.#position}` : "";
    const source = new EventSource(this.#address + cursor);
    this.#source = source;
    let opened = false;
    let synced = false;
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
      if (synced) this.#speaks();
      else if (event.type === "SYNC") {
        synced = true;
        this.#synced();
      }
    };
    listen("open", () => {
      opened = true;
      if (this.#wasLive && !synced) this.#stream = "catching-up";
      this.#show();
    });
    listen("message", receive);
    listen("read", receive);
    listen("sync", receive);
    listen("ping", () => {
      this.#heardAt = Date.now();
      if (synced) this.#speaks();
    });
    listen("error", () => {
      this.#dropSource();
      if (!opened) void this.#diagnose();
      else this.#failed(0, !synced);
    });
    this.#alarms.set("sync", SYNC_MS, () => this.#startPolling());
    const watch = (): void => {
      const left = this.#heardAt + (synced ? SILENCE_MS : SILENCE_AT_FIRST_MS) - Date.now();
      if (left > 0) this.#alarms.set("watch", left, watch);
      else if (synced) this.#silent(left < -LATE_MS);
      else this.#failed();
    };
    watch();
  }

  /** What was missed is here. Whether more will come is another question where streams have gone mute. */
  #synced(): void {
    this.#alarms.clear("sync");
    if (this.#mute >= SUSPICIOUS_FAILURES) this.#startPolling();
    else this.#isLive();
  }

  /** Something came after the sync. */
  #speaks(): void {
    this.#mute = 0;
    if (this.#stream !== "live") this.#isLive();
  }

  #isLive(): void {
    this.#failures = 0;
    this.#polled = null;
    this.#alarms.clear("poll");
    this.#wasLive = true;
    this.#stream = "live";
    this.#show();
  }

  #silent(hasSlept: boolean): void {
    if (!hasSlept) this.#mute++;
    this.#reconnectNow();
  }

  /** An EventSource does not say why it was refused; HEAD of the same address does. */
  async #diagnose(): Promise<void> {
    const { signal } = this.#life;
    const answer = await fetch(this.#address, { method: "HEAD", cache: "no-store", signal }).catch(() => null);
    if (signal.aborted) return;
    if (answer?.status === 401) this.#end("signed-out");
    else if (this.#source === null) {
      const isOurs = /problem/.test(answer?.headers.get("Content-Type") ?? "");
      // A proxy may give a date, which is none of the seconds that are sent here: no wish then.
      this.#failed((Number(answer?.headers.get("Retry-After")) || 0) * 1000, answer !== null && !isOurs);
    }
  }

  /** The stream is tried again after a while; `isOdd` when it was not our server that ended it. */
  #failed(atLeast = 0, isOdd = false): void {
    this.#dropSource();
    this.#lost();
    this.#alarms.set("retry", backoff(this.#failures++, atLeast), () => this.#connect());
    if (isOdd && this.#failures >= SUSPICIOUS_FAILURES) this.#startPolling();
  }

  #reconnectNow(): void {
    this.#failures = 0;
    this.#lost();
    this.#connect();
    if (this.#polled !== null) this.#alarms.set("poll", HEAD_START_MS, () => void this.#poll());
  }

  #startPolling(): void {
    if (this.#polled !== null) return;
    this.#polled = false;
    this.#quiet = 0;
    void this.#poll();
  }

  async #poll(): Promise<void> {
    if (this.#isAsking) return;
    const asked = Number(this.#position);
    const head = await this.#ask(POLL_TIMEOUT_MS);
    // The stream has come to life meanwhile: what it has not brought yet is on its way.
    if (!head || this.#polled === null) return;
    this.#polled = head.position !== null;
    this.#quiet++;
    if (head.position !== null && head.position !== this.#position) {
      this.#quiet = 0;
      this.#received.add(syncMessage(head.position, head.unread, Number(head.position) >= asked));
    }
    this.#alarms.set("poll", backoff(this.#quiet, POLL_MS), () => void this.#poll());
    if (this.#polled) this.#show();
    else this.#lost();
  }

  async #verify(): Promise<void> {
    if (this.#isAsking) return;
    const source = this.#source;
    const head = await this.#ask(VERIFY_TIMEOUT_MS);
    if (!head || this.#source !== source || this.#stream !== "live") return;
    if (head.status === 0) this.#reconnectNow();
    else
      this.#alarms.set("grace", GRACE_MS, () => {
        if (this.#source === source && Number(head.position) > Number(this.#position)) this.#reconnectNow();
      });
  }

  /** Null when that does not matter any more. */
  async #ask(timeout: number): Promise<FeedHead | null> {
    const { signal } = this.#life;
    this.#isAsking = true;
    const { userId, endpoint } = this.#options;
    const head = await fetchFeedHead(`${endpoint}?status=unread&limit=1&user=${userId}`, this.#etag, timeout);
    this.#isAsking = false;
    if (signal.aborted) return null;
    this.#etag = head.etag ?? this.#etag;
    if (head.status !== 401) return head;
    this.#end("signed-out");
    return null;
  }

  #lost(): void {
    this.#stream = this.#wasLive ? "reconnecting" : "connecting";
    this.#show();
  }

  #dropSource(): void {
    this.#source?.close();
    this.#source = null;
    for (const name of ["sync", "watch"]) this.#alarms.clear(name);
    // The next one brings them again.
    this.#received.drop();
  }

  #show(): void {
    if (this.#stream === "live") this.#setState("live");
    else if (!navigator.onLine) this.#setState("offline");
    else this.#setState(this.#polled ? "polling" : this.#stream);
  }

  #setState(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
