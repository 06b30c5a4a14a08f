import { HEARTBEAT_MS } from "@/lib/notifications/protocol";
import { LocalBus } from "@/lib/notifications/stream/bus/local-bus";
import { streamOpener, type StreamContext, type StreamRequest } from "@/lib/notifications/stream/event-stream";
import type { KnownHead } from "@/lib/notifications/stream/feed-reader";
import { Hub, type Limits } from "@/lib/notifications/stream/hub";

import { MemoryFeed, messageOf, positionsIn, settled, syncFrame } from "./memory-feed";

/** The streams of one process, with everybody's feed in memory. */
export class MemoryProcess {
  readonly bus = new LocalBus();
  readonly hub: Hub;
  readonly sweeps: (readonly KnownHead[])[] = [];
  readonly delivered: Parameters<StreamContext["delivered"]>[] = [];
  gaps = 0;
  readonly #feeds = new Map<string, MemoryFeed>();
  readonly #open: ReturnType<typeof streamOpener>;

  constructor(limits: Limits) {
    this.hub = new Hub({
      bus: this.bus,
      reader: {
        moved: async (known) => {
          this.sweeps.push(known);
          return known
            .map(({ userId, position }) => ({ userId, head: this.feed(userId).head, position }))
            .filter(({ head, position }) => head !== position);
        },
      },
      limits,
      swept: (_, gaps) => void (this.gaps += gaps),
    });
    this.#open = streamOpener({
      hub: this.hub,
      reader: { read: (userId, after, limit) => this.feed(userId).read(after, limit), syncFrame },
      heartbeatMs: HEARTBEAT_MS,
      delivered: (...change) => void this.delivered.push(change),
    });
  }

  feed(userId: string): MemoryFeed {
    const feed = this.#feeds.get(userId) ?? new MemoryFeed();
    this.#feeds.set(userId, feed);
    return feed;
  }

  open(userId: string, request: Partial<StreamRequest> = {}): ReadableStream<Uint8Array> {
    const { signal } = new AbortController();
    return this.#open({ userId, start: { after: 0 }, expiresAt: Infinity, signal, ...request });
  }

  /** A client that takes all it is sent. */
  async connect(userId: string, request: Partial<StreamRequest> = {}): Promise<MemoryClient> {
    const client = new MemoryClient(this.open(userId, request));
    await settled();
    return client;
  }

  async publish(userId: string): Promise<void> {
    await this.bus.publish([messageOf(userId, this.feed(userId).append())]);
    await settled();
  }
}

export class MemoryClient {
  text = "";
  hasEnded = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
    void this.#takeAll();
  }

  async #takeAll(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      this.text += new TextDecoder().decode(value);
    }
    this.hasEnded = true;
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }

  get positions(): number[] {
    return positionsIn(this.text);
  }

  /** The data of its syncs. */
  get syncs(): unknown[] {
    return Array.from(
      this.text.matchAll(/^event: sync\ndata: (.*)$/gm),
      ([, data = ""]) => JSON.parse(data) as unknown,
    );
  }

  get pings(): number {
    return this.text.split("event: ping\ndata: {}\n\n").length - 1;
  }

  /** The times to come back that it was given, in milliseconds. */
  get retries(): number[] {
    return Array.from(this.text.matchAll(/^retry: (\d+)\n\n/gm), ([, milliseconds]) => Number(milliseconds));
  }
}
