import type { Connection, Follower, LiveConnection } from "../connection/connection";
import { StreamConnection } from "../connection/stream-connection";
import { countAfter, newTo, type StreamMessage } from "../connection/stream-message";
import { LeaderElection } from "./leader-election";
import { watchAttention } from "./page-attention";
import { type Known, messagesOf, type News, type Question } from "./tab-news";

export interface LiveUnread {
  connection: Connection;
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
 * One stream for all tabs of a browser. The tab that leads has the StreamConnection, and tells the others over a
 * BroadcastChannel what comes, how many are unread then, and how the connection is. Every tab keeps how far it has come, so
 * that it hears nothing twice, and that whoever leads next goes on from there. Without a BroadcastChannel, each visible tab has
 * a stream.
 */
export class SharedConnection implements LiveConnection {
  readonly #options: SharedConnectionOptions;
  readonly #name: string;
  readonly #followers = new Set<Follower>();
  readonly #election: LeaderElection;
  #known: Known = { position: null, unread: null };
  #shown: LiveUnread = { connection: "paused", unread: null };
  /** From open to close. */
  #life: AbortController | null = null;
  /** While this tab is one of many: from joining to leaving them. */
  #channel: BroadcastChannel | null = null;
  /** While this tab leads. */
  #stream: StreamConnection | null = null;

  constructor(options: SharedConnectionOptions) {
    this.#options = options;
    this.#name = `${options.endpoint}:${options.userId}`;
    this.#election = new LeaderElection({
      name: this.#name,
      canLead: () => this.#channel !== null,
      askForLeader: () => this.#ask("leads"),
      lead: () => this.#lead(),
    });
  }

  get position(): string | null {
    return this.#known.position;
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  open(): void {
    if (this.#life) {
      this.#look();
      return;
    }
    this.#life = new AbortController();
    const { signal } = this.#life;
    const leave = (): void => this.#leave();
    const join = (): void => this.#join();
    // A page in the back/forward cache would hold the others back with its lock, and with a stream it is not kept there.
    window.addEventListener("pagehide", leave, { signal });
    window.addEventListener("pageshow", join, { signal });
    document.addEventListener("freeze", leave, { signal });
    document.addEventListener("resume", join, { signal });
    if (!("BroadcastChannel" in globalThis))
      document.addEventListener("visibilitychange", () => (document.hidden ? leave() : join()), { signal });
    watchAttention({ wake: () => this.#wake(), look: () => this.#look() }, signal);
    this.#join();
  }

  close(): void {
    this.#life?.abort();
    this.#life = null;
    this.#leave();
    this.#show("paused");
  }

  doubt(): void {
    if (this.#stream) this.#stream.doubt();
    else this.#ask("doubts");
  }

  reached(position: number): void {
    if (position <= Number(this.#known.position)) return;
    if (this.#stream) this.#stream.reached(position);
    else this.#ask("reached", String(position));
  }

  #join(): void {
    if (this.#channel || this.#stream) return;
    this.#show(this.#known.position === null ? "connecting" : "catching-up");
    if (!("BroadcastChannel" in globalThis)) {
      this.#election.lead();
      return;
    }
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<News | Question>) => {
      if ("term" in data) this.#hear(data);
      else this.#answer(data);
    });
    this.#ask("joined");
    this.#election.run();
  }

  #leave(): void {
    if (this.#stream) this.#ask("left");
    this.#channel?.close();
    this.#channel = null;
    this.#election.withdraw();
  }

  #lead(): () => void {
    const { userId, endpoint } = this.#options;
    const stream = new StreamConnection({
      userId,
      endpoint,
      onMessages: (messages) => this.#receive(messages),
      onChange: (connection) => {
        // A stream that was closed because another tab leads says nothing about how things are.
        if (stream !== this.#stream) return;
        this.#show(connection);
        this.#broadcast([]);
      },
    });
    this.#stream = stream;
    stream.open(this.#known.position, this.#shown.connection === "live");
    return () => {
      this.#stream = null;
      stream.close();
    };
  }

  #receive(messages: readonly StreamMessage[]): void {
    const fresh = newTo(this.#known.position, messages);
    this.#advance(
      fresh,
      fresh.reduce((count, { event }) => countAfter(count, event), this.#known.unread),
    );
    this.#broadcast(fresh);
  }

  #advance(messages: readonly StreamMessage[], unread: number | null): void {
    const position = messages.at(-1)?.id;
    if (position === undefined) return;
    this.#known = { position, unread };
    for (const follower of this.#followers) follower(messages);
    this.#show(this.#shown.connection);
  }

  #broadcast(messages: readonly StreamMessage[]): void {
    const isLeader = this.#stream !== null;
    const { term } = this.#election;
    const news: News = { ...this.#known, term, isLeader, state: this.#shown.connection, messages };
    this.#channel?.postMessage(news);
  }

  #hear(news: News): void {
    if (news.isLeader ? !this.#election.follows(news.term) : this.#stream) return;
    this.#advance(messagesOf(news, this.#known), news.unread);
    if (news.isLeader) this.#show(news.state);
  }

  #answer({ position, reason }: Question): void {
    const stream = this.#stream;
    if (!stream) {
      if (reason === "left") this.#election.leaderLeft();
      if (position === null && this.#known.position !== null) this.#broadcast([]);
      return;
    }
    stream.check();
    if (reason === "woke") stream.wake();
    else if (reason === "doubts") stream.doubt();
    else if (reason === "reached") stream.reached(Number(position));
    else if (reason === "looked" || reason === "joined") stream.look();
    this.#broadcast([]);
  }

  #ask(reason: Question["reason"], position = this.#known.position): void {
    const question: Question = { position, reason };
    this.#channel?.postMessage(question);
  }

  #look(): void {
    if (this.#stream) this.#stream.look();
    else this.#ask("looked");
  }

  #wake(): void {
    if (this.#stream) {
      this.#stream.wake();
      return;
    }
    this.#ask("woke");
    this.#election.expectAnswer();
  }

  #show(connection: Connection): void {
    const { unread } = this.#known;
    if (connection === this.#shown.connection && unread === this.#shown.unread) return;
    this.#shown = { connection, unread };
    this.#options.onChange(this.#shown);
  }
}
