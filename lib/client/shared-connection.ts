import { countAfter } from "./count-after";
import { type Follower, type Live, LiveConnection, type LiveState, type StreamMessage } from "./live-connection";
import { type Known, messagesOf, newTo, type News } from "./tab-news";
import { onWaking } from "./waking";

/** How often, more or less, a tab that is looked at asks whether there is a leader; one that owes it an answer by the next time has hung. */
const ASK_MS = 1_500;

/** What a tab asks the others, and first of all when it joins them. */
interface Question {
  /** As far as the one who asks has come. */
  position: string | null;
  /** It was away, so how things were before is not enough. */
  isAwake: boolean;
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
 * it up; from one that hangs it is stolen. A browser without locks, or a page on plain http, has a stream in every tab.
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
    if (this.#mayLead) return;
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
    onWaking(() => this.#wake(), signal);
    this.#watchLeader();
    this.#join();
  }

  close(): void {
    this.#end("closed");
  }

  #end(state: "closed" | "signed-out"): void {
    this.#life?.abort();
    this.#life = null;
    this.#mayLead = false;
    this.#leave();
    this.#show(state);
  }

  #join(): void {
    if (this.#channel || this.#connection) return;
    this.#unanswered = 0;
    this.#show(this.#known.position === null ? "connecting" : "catching-up");
    if (canShare()) {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.addEventListener("message", ({ data }: MessageEvent<News | Question>) => {
        if ("term" in data) this.#hear(data);
        else this.#answer(data);
      });
      this.#ask(false);
    }
    if (this.#mayLead) this.#compete();
  }

  #compete(): void {
    if (this.#channel) this.#queue();
    else if (!canShare()) this.#lead();
  }

  #leave(): void {
    this.#channel?.close();
    this.#channel = null;
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
        else if (name === "SecurityError" && this.#channel) {
          // Storage is forbidden here, and with it locks: a tab on its own.
          this.#leave();
          this.#lead();
        }
      });
  }

  #lead(): LiveConnection {
    this.#term = Math.max(this.#term + 1, Date.now());
    const { userId, endpoint } = this.#options;
    const connection = new LiveConnection({
      userId,
      endpoint,
      onMessages: (messages) => this.#bring(messages),
      onState: (state) => {
        // One that was closed because another tab leads says nothing about how things are.
        if (connection === this.#connection) this.#lives(state);
      },
    });
    this.#connection = connection;
    connection.open(this.#known.position);
    return connection;
  }

  #resign(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
    this.#release();
  }

  #robbed(): void {
    this.#robberies++;
    this.#resign();
    this.#queue();
  }

  #lives(state: LiveState): void {
    this.#show(state);
    this.#tell([]);
    if (state === "signed-out") this.#end(state);
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
    // From one that was robbed and does not know it yet.
    if (news.term < this.#term) return;
    if (this.#connection) {
      if (!news.isLeader || news.term === this.#term) return;
      this.#robbed();
    }
    this.#term = news.term;
    if (news.isLeader) this.#unanswered = 0;
    this.#take(messagesOf(news, this.#known), news.unread);
    if (!news.isLeader) return;
    if (news.state === "signed-out") this.#end(news.state);
    else this.#show(news.state);
  }

  #answer({ position, isAwake }: Question): void {
    if (this.#connection) {
      this.#connection.check();
      if (isAwake) this.#connection.wake();
      this.#tell([]);
    } else if (position === null && this.#known.position !== null) this.#tell([]);
  }

  #ask(isAwake: boolean): void {
    const question: Question = { position: this.#known.position, isAwake };
    this.#channel?.postMessage(question);
  }

  #wake(): void {
    if (this.#connection) {
      this.#connection.wake();
      return;
    }
    this.#unanswered = 1;
    this.#ask(true);
    this.#watchLeader();
  }

  #watchLeader(): void {
    clearTimeout(this.#watch);
    const look = (): void => {
      this.#lookForLeader();
      this.#watchLeader();
    };
    // Not all tabs at once, or each would steal from the one before.
    this.#watch = setTimeout(look, ASK_MS * (0.75 + Math.random() / 2));
  }

  #lookForLeader(): void {
    if (!this.#mayLead || this.#connection || !this.#channel || document.hidden) this.#unanswered = 0;
    else if (this.#unanswered > this.#robberies) this.#steal();
    else {
      this.#unanswered++;
      this.#ask(false);
    }
  }

  #steal(): void {
    this.#unanswered = 0;
    this.#waiting.abort();
    this.#request({ steal: true });
  }

  #show(state: LiveState): void {
    const { unread } = this.#known;
    if (state === this.#state && unread === this.#shown) return;
    this.#state = state;
    this.#shown = unread;
    this.#options.onChange({ state, unread });
  }
}

function canShare(): boolean {
  return "locks" in navigator && "BroadcastChannel" in globalThis;
}
