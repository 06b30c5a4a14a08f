import type { Message } from "@/lib/notifications/stream/bus/bus";
import type { OfferedChange } from "@/lib/notifications/stream/cursor";
import type { FeedChange, FeedPage, SyncReport } from "@/lib/notifications/stream/feed-reader";
import { eventFrame, type Frame } from "@/lib/notifications/stream/sse-frame";

/** The change at each position happened so many milliseconds after this. */
export const CHANGED_AT = Date.UTC(2026, 0, 1);

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

  append(): FeedChange {
    this.head++;
    return this.#changeAt(this.head);
  }

  appendMany(count: number): void {
    for (let i = 0; i < count; i++) this.append();
  }

  async read(after: number | null, limit: number): Promise<FeedPage> {
    this.reads++;
    const changes = [];
    if (after !== null)
      for (let position = after + 1; position <= Math.min(this.head, after + limit); position++)
        if (position > this.floor && !this.holes.has(position)) changes.push(this.#changeAt(position));
    const page = { head: this.head, floor: this.floor, unread: this.head, changes };
    this.changesRead += changes.length;
    await Promise.resolve();
    return page;
  }

  #changeAt(position: number): FeedChange {
    return { position, changedAt: CHANGED_AT + position, frame: eventFrame({ id: position, data: this.data }) };
  }
}

/** The message that tells of a change. */
export function messageOf(channel: string, change: OfferedChange): Message {
  return { kind: "change", channel, ...change };
}

/** The positions of the notifications in what a stream has sent. */
export function positionsIn(text: string): number[] {
  return Array.from(text.matchAll(/^id: (\d+)\ndata/gm), ([, position]) => Number(position));
}

export function syncFrame(report: SyncReport): Frame {
  return eventFrame({ id: report.position, event: "sync", data: JSON.stringify(report) });
}

/** A client that takes `room` frames before it stalls. */
export class MemorySink {
  readonly received: (number | SyncReport)[] = [];

  constructor(public room = Infinity) {}

  hasRoom(): boolean {
    return this.room > 0;
  }

  send(frame: Frame): void {
    this.room--;
    const text = new TextDecoder().decode(frame);
    const sync = /^event: sync\ndata: (.*)$/m.exec(text)?.[1];
    this.received.push(sync === undefined ? Number(positionsIn(text)[0]) : (JSON.parse(sync) as SyncReport));
  }

  /** Positions delivered, in order. */
  get positions(): number[] {
    return this.received.filter((entry) => typeof entry === "number");
  }

  get syncs(): SyncReport[] {
    return this.received.filter((entry) => typeof entry === "object");
  }
}

/** Lets everything that is under way in memory finish: every microtask comes before this. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
