import { countAfter } from "../feed/count-after";
import { type Follower, type Live, LiveConnection, type LiveState, type StreamMessage } from "./live-connection";
import { type Known, messagesOf, newTo, type News } from "./tab-news";
import { onAttention } from "./waking";

/** How often, more or less, a tab that is looked at asks whether there is a leader; one that owes it an answer by the next time has hung. */
const ASK_MS = 1_500;
/** Without locks, whoever hears of no leader within this time leads. */
const ELECTION_MS = 300;

/**
 * What a tab says to the others. A leader answers with how things are. The tab has `joined` the others, asks whether anybody
 * `leads`, or was the leader and has `left`; the rest is for the leader's connection.
 */
interface Question {
  /** As far as the one who asks has come. */
  position: string | null;
  reason: "joined" | "leads" | "left" | "woke" | "looked" | "doubts" | "reached";
}

export interface LiveUnread {
  state: LiveState;
  /** Null until somebody has said how many. */
  unread: number | null;
}

interface SharedConnectionOptions {
  userId: string;
  /** Address of the list; the stream is below it. */
  endpoint: string;
  onChange(now: LiveUnread): void;
}

/**
 * One stream for all tabs of a browser. The tab that holds a Web Lock leads: it has the LiveConnection, and tells the others over
 * a BroadcastChannel what comes, how many are unread then, and how the connection is. Every tab keeps how far it has come, so
 * that nothing is heard twice, and that whoever leads next goes on from there.
 *
 * The browser frees the lock of a tab that is closed or dies. One that is frozen or put into the back/forward cache gives
 * it up; from one that hangs it is stolen. Without locks, as on plain http, a tab that hears of no leader becomes one, and
 * of two leaders the later one stays. Without a BroadcastChannel too, a tab has a stream while it is visible.
 */
export class SharedConnection implements Live {
  readonly #options: SharedConnectionOptions;
  readonly #name: string;
  readonly #followers = new Set<Follower>();
  #known: Known = { position: null, unread: null };
  #state: LiveState = "closed";
  #shown: number | null = null;
  /** From listening to close. */
  #life: AbortController | null = null;
  /** From open to close; before that it listens. */
  #mayLead = false;
  /** While this tab is one of many: from joining to leaving them. */
  #channel: BroadcastChannel | null = null;
  /** There are none if the page is served over HTTP without being local, or if storage is forbidden. A server on Node 20 has no `navigator`. */
  #hasLocks = "navigator" in globalThis && "locks" in navigator;
  #waiting = new AbortController();
  /** While this tab leads. */
  #connection: LiveConnection | null = null;
  #release = (): void => {};
  #term = 0;
  #watch: ReturnType<typeof setTimeout> | undefined;
  /** Questions in a row to which no leader has answered. */
  #unanswered = 0;
  /** How often the lock was stolen from this tab: on a slow machine nobody may win it back at once. */
  #robberies = 0;

  constructor(options: SharedConnectionOptions) {
    this.#options = options;
    this.#name = `${options.endpoint}:${options.userId}`;
  }

  get position(): string | null {
    return this.#known.position;
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  open(): void {
    if (this.#mayLead) {
      this.#look();
      return;
    }
    this.#mayLead = true;
    if (this.#life) this.#compete();
    else this.listen();
  }

  /** Hears what other tabs know, and asks no server before `open`. */
  listen(): void {
    if (this.#life) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    const leave = (): void => this.#leave();
    const join = (): void => this.#join();
    // A page that is kept for later holds back the others with its lock, and is not kept with a stream.
    window.addEventListener("pagehide", leave, { signal });
    window.addEventListener("pageshow", join, { signal });
    document.addEventListener("freeze", leave, { signal });
    document.addEventListener("resume", join, { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#watch));
    if (!("BroadcastChannel" in globalThis))
      document.addEventListener("visibilitychange", () => (document.hidden ? leave() : join()), { signal });
    onAttention({ wake: () => this.#wake(), look: () => this.#look() }, signal);
    this.#watchLeader();
    this.#join();
  }

  close(): void {
    this.#life?.abort();
    this.#life = null;
    this.#mayLead = false;
    this.#leave();
    this.#show("closed");
  }

  doubt(): void {
    if (this.#connection) this.#connection.doubt();
    else this.#ask("doubts");
  }

  reached(position: number): void {
    if (position <= Number(this.#known.position)) return;
    if (this.#connection) this.#connection.reached(position);
    else this.#ask("reached", String(position));
  }

  #join(): void {
    if (this.#channel || this.#connection) return;
    this.#unanswered = 0;
    this.#show(this.#known.position === null ? "connecting" : "catching-up");
    if ("BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.addEventListener("message", ({ data }: MessageEvent<News | Question>) => {
        if ("term" in data) this.#hear(data);
        else this.#answer(data);
      });
      this.#ask("joined");
    }
    if (this.#mayLead) this.#compete();
  }

  #compete(): void {
    if (!this.#channel) this.#lead();
    else if (this.#hasLocks) this.#queue();
    else {
      this.#ask("leads");
      this.#unanswered = Infinity;
      this.#watchLeader(ELECTION_MS);
    }
  }

  #leave(): void {
    if (this.#connection && !this.#hasLocks) this.#ask("left");
    this.#channel?.close();
    this.#channel = null;
    // It does not hear who leads next, whose term is lower if the clock was set back.
    this.#term = 0;
    this.#waiting.abort();
    this.#resign();
  }

  #queue(): void {
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }

  #request(options: LockOptions): void {
    let connection: LiveConnection | null = null;
    navigator.locks
      .request(this.#name, options, () => {
        // A stolen one may come when it is not wanted any more.
        if (!this.#channel || this.#connection) return;
        connection = this.#lead();
        return new Promise<void>((resolve) => (this.#release = resolve));
      })
      .catch(({ name }: DOMException) => {
        if (connection && connection === this.#connection) this.#robbed();
        else if (name === "SecurityError") {
          this.#hasLocks = false;
          if (this.#mayLead && !this.#connection) this.#compete();
        }
      });
  }

  #lead(): LiveConnection {
    // Never the same in two tabs.
    this.#term = Math.max(this.#term + 1, Date.now()) + Math.random();
    const { userId, endpoint } = this.#options;
    const connection = new LiveConnection({
      userId,
      endpoint,
      onMessages: (messages) => this.#bring(messages),
      onState: (state) => {
        // One that was closed because another tab leads says nothing about how things are.
        if (connection !== this.#connection) return;
        this.#show(state);
        this.#tell([]);
      },
    });
    this.#connection = connection;
    connection.open(this.#known.position, this.#state === "live");
    return connection;
  }

  #resign(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
    this.#release();
  }

  #robbed(): void {
    this.#resign();
    if (!this.#hasLocks) return;
    this.#robberies++;
    this.#queue();
  }

  #bring(messages: readonly StreamMessage[]): void {
    const fresh = newTo(this.#known.position, messages);
    this.#take(
      fresh,
      fresh.reduce((count, { event }) => countAfter(count, event), this.#known.unread),
    );
    this.#tell(fresh);
  }

  #take(messages: readonly StreamMessage[], unread: number | null): void {
    const position = messages.at(-1)?.id;
    if (position === undefined) return;
    this.#known = { position, unread };
    for (const follower of this.#followers) follower(messages);
    this.#show(this.#state);
  }

  #tell(messages: readonly StreamMessage[]): void {
    const isLeader = this.#connection !== null;
    const news: News = { ...this.#known, term: this.#term, isLeader, state: this.#state, messages };
    this.#channel?.postMessage(news);
  }

  #hear(news: News): void {
    if (news.isLeader) {
      // From one that was robbed and does not know it yet.
      if (news.term < this.#term) return;
      if (this.#connection) {
        if (news.term === this.#term) return;
        this.#robbed();
      }
      this.#term = news.term;
      this.#unanswered = 0;
    } else if (this.#connection) return;
    this.#take(messagesOf(news, this.#known), news.unread);
    if (news.isLeader) this.#show(news.state);
  }

  #answer({ position, reason }: Question): void {
    const connection = this.#connection;
    if (!connection) {
      if (reason === "left" && this.#mayLead && !this.#hasLocks) this.#compete();
      if (position === null && this.#known.position !== null) this.#tell([]);
      return;
    }
    connection.check();
    if (reason === "woke") connection.wake();
    else if (reason === "doubts") connection.doubt();
    else if (reason === "reached") connection.reached(Number(position));
    else if (reason === "looked" || reason === "joined") connection.look();
    this.#tell([]);
  }

  #ask(reason: Question["reason"], position = this.#known.position): void {
    const question: Question = { position, reason };
    this.#channel?.postMessage(question);
  }

  #look(): void {
    if (this.#connection) this.#connection.look();
    else this.#ask("looked");
  }

  #wake(): void {
    if (this.#connection) {
      this.#connection.wake();
      return;
    }
    this.#unanswered = 1;
    this.#ask("woke");
    this.#watchLeader();
  }

  #watchLeader(milliseconds = ASK_MS): void {
    clearTimeout(this.#watch);
    const look = (): void => {
      this.#lookForLeader();
      this.#watchLeader();
    };
    // Not all tabs at once, or each would steal from the one before.
    this.#watch = setTimeout(look, milliseconds * (0.75 + Math.random() / 2));
  }

  #lookForLeader(): void {
    // A hidden tab steals nothing.
    const isContent = document.hidden && this.#hasLocks;
    if (!this.#mayLead || this.#connection || !this.#channel || isContent) this.#unanswered = 0;
    else if (this.#unanswered > this.#robberies) this.#takeOver();
    else {
      this.#unanswered++;
      this.#ask("leads");
    }
  }

  #takeOver(): void {
    this.#unanswered = 0;
    this.#waiting.abort();
    if (this.#hasLocks) this.#request({ steal: true });
    else this.#lead();
  }

  #show(state: LiveState): void {
    const { unread } = this.#known;
    if (state === this.#state && unread === this.#shown) return;
    this.#state = state;
    this.#shown = unread;
    this.#options.onChange({ state, unread });
  }
}
