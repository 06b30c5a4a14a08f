import type { Bus, BusListener, Message } from "./bus/bus";
import type { OfferedChange } from "./cursor";
import type { FeedReader, KnownHead } from "./feed-reader";
import { RETRY_MS, RETURN_MS } from "./timings";

/** A stream, as the hub sees it. */
export interface Member {
  readonly userId: string;
  /** Newest position it has heard of. */
  readonly announced: number;
  /** A message told this. */
  offer(change: OfferedChange): void;
  /** The feed was seen to end here. */
  announce(head: number): void;
  /** Called every BEAT_MS. `now`: milliseconds since 1970. */
  beat(now: number): void;
  /** It leaves when the client has taken what was sent. `retryMs`: when the client should come back. */
  end(retryMs: number): void;
}

export interface Limits {
  streams: number;
  streamsPerUser: number;
}

export type Admission = "admitted" | "user-full" | "full";

interface HubContext {
  bus: Bus;
  reader: Pick<FeedReader, "moved">;
  limits: Limits;
  /** Called after each sweep. `gaps`: feeds that had moved without a message. */
  swept(seconds: number, gaps: number): void;
}

/** A user with at least one stream here. */
interface Channel {
  members: Set<Member>;
  /** Settles when the bus delivers this user's messages. */
  subscribed: Promise<void>;
}

/** All streams of this process. Brings each user's messages to that user's streams. */
export class Hub implements BusListener {
  readonly #context: HubContext;
  readonly #channels = new Map<string, Channel>();
  #streamCount = 0;
  #closing = false;

  constructor(context: HubContext) {
    this.#context = context;
    context.bus.listen(this);
  }

  /** Streams open now. */
  get streamCount(): number {
    return this.#streamCount;
  }

  /** True from `close` on. */
  get closing(): boolean {
    return this.#closing;
  }

  /** Whether one more stream of this user may be opened. True until the next `await`. */
  admission(userId: string): Admission {
    const { streams, streamsPerUser } = this.#context.limits;
    if (this.#streamCount >= streams) return "full";
    return (this.#channels.get(userId)?.members.size ?? 0) >= streamsPerUser ? "user-full" : "admitted";
  }

  /** Resolves when the member hears its user's messages. */
  join(member: Member): Promise<void> {
    const { userId } = member;
    let channel = this.#channels.get(userId);
    if (!channel) {
      channel = { members: new Set(), subscribed: this.#context.bus.subscribe(userId) };
      this.#channels.set(userId, channel);
    }
    channel.members.add(member);
    this.#streamCount++;
    return channel.subscribed;
  }

  leave(member: Member): void {
    const { userId } = member;
    const channel = this.#channels.get(userId);
    if (!channel?.members.delete(member)) return;
    this.#streamCount--;
    if (channel.members.size > 0) return;
    this.#channels.delete(userId);
    this.#context.bus.unsubscribe(userId);
  }

  receive(message: Message): void {
    if (message.kind === "end") this.endStreams(message.channel);
    else for (const member of this.#membersOf(message.channel)) member.offer(message);
  }

  recover(): void {
    this.sweep().catch(() => {
      // The regular sweep follows within a second.
    });
  }

  /** Finds the feeds that have moved without a message, and tells their streams. One query. */
  async sweep(): Promise<void> {
    if (this.#channels.size === 0) return;
    const known: KnownHead[] = [];
    for (const [userId, { members }] of this.#channels)
      for (const position of new Set(Array.from(members, ({ announced }) => announced)))
        known.push({ userId, position });
    const start = performance.now();
    const moved = await this.#context.reader.moved(known);
    this.#context.swept((performance.now() - start) / 1000, moved.length);
    for (const { userId, head } of moved) for (const member of this.#membersOf(userId)) member.announce(head);
  }

  beat(): void {
    const now = Date.now();
    for (const { members } of this.#channels.values()) for (const member of members) member.beat(now);
  }

  /** Ends all streams of a user in this process. The client comes back at once and is verified anew. */
  endStreams(userId: string): void {
    for (const member of this.#membersOf(userId)) member.end(RETURN_MS);
  }

  /** Ends every stream, each with its own moment to come back. No more may join. */
  close(): void {
    this.#closing = true;
    for (const { members } of this.#channels.values()) for (const member of members) member.end(RETRY_MS);
  }

  #membersOf(userId: string): Iterable<Member> {
    return this.#channels.get(userId)?.members ?? [];
  }
}
