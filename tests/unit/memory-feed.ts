import type { FeedPage, SyncReport } from "@/lib/notifications/stream/cursor";
import type { FeedReader, HubObserver } from "@/lib/notifications/stream/hub";
import { eventFrame, framePosition, type Frame } from "@/lib/notifications/stream/sse-frame";

/** A feed in memory, for tests of what reads feeds. */
export class MemoryFeed {
  head = 0;
  floor = 0;
  reads = 0;
  /** Changes read, delivered or not. */
  changesRead = 0;
  /** Positions that went missing without the floor saying so. */
  readonly holes = new Set<number>();

  /** `data`: what each change says, one line. */
  constructor(readonly data = "{}") {}

  append(): { position: number; frame: Frame } {
    this.head++;
    return { position: this.head, frame: this.#frameAt(this.head) };
  }

  appendMany(count: number): void {
    for (let i = 0; i < count; i++) this.append();
  }

  async read(after: number | null, limit: number): Promise<FeedPage> {
    this.reads++;
    const changes = [];
    if (after !== null)
      for (let position = after + 1; position <= Math.min(this.head, after + limit); position++)
        if (position > this.floor && !this.holes.has(position))
          changes.push({ position, frame: this.#frameAt(position) });
    const page = { head: this.head, floor: this.floor, unread: this.head, changes };
    this.changesRead += changes.length;
    await Promise.resolve();
    return page;
  }

  #frameAt(position: number): Frame {
    return eventFrame({ id: position, data: this.data });
  }
}

/** What a hub reads when everybody has this feed, and nothing moves but by messages. */
export function readerOf(feed: () => MemoryFeed): FeedReader {
  return { read: (_, after, limit) => feed().read(after, limit), moved: async () => [], syncFrame };
}

/** Nobody counts. */
export const UNOBSERVED: HubObserver = { delivered() {}, swept() {} };

/** The positions of the notifications in what a stream has sent. */
export function positionsIn(text: string): number[] {
  return Array.from(text.matchAll(/^id: (\d+)\ndata/gm), ([, position]) => Number(position));
}

export function syncFrame(report: SyncReport): Frame {
  return eventFrame({ id: report.position, event: "sync", data: JSON.stringify(report) });
}

/** A client that takes `room` frames before it stalls. */
export class MemorySink {
  readonly received: (number | SyncReport | string)[] = [];
  ended = false;

  constructor(public room = Infinity) {}

  hasRoom(): boolean {
    return !this.ended && this.room > 0;
  }

  send(frame: Frame): void {
    this.room--;
    const text = new TextDecoder().decode(frame);
    const sync = /^event: sync\ndata: (.*)$/m.exec(text)?.[1];
    this.received.push(sync === undefined ? (framePosition(frame) ?? text) : (JSON.parse(sync) as SyncReport));
  }

  end(): void {
    this.ended = true;
  }

  /** Positions delivered, in order. */
  get positions(): number[] {
    return this.received.filter((entry) => typeof entry === "number");
  }

  /** Frames without a position, as they came. */
  get texts(): string[] {
    return this.received.filter((entry) => typeof entry === "string");
  }

  get syncs(): SyncReport[] {
    return this.received.filter((entry) => typeof entry === "object");
  }
}

/** Lets everything that is under way in memory finish: every microtask comes before this. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
