import {
  fromSnapshot,
  visible,
  withAcknowledgement,
  withConfirmation,
  withEvent,
  withOlder,
  withoutAcknowledgement,
  type Acknowledgement,
  type FeedCache,
} from "@/lib/client/feed-cache";
import { acknowledged, type FeedMoment, type ModelRow } from "@/tests/support/feed-moment";

import { ModelServer, ModelStream, snapshotOf, type PositionedEvent } from "./model-server";

/** A request for a page, which shows the feed at some moment since it was made. */
interface PageRequest {
  asked: number;
  /** The older page that is wanted. */
  address: string;
  /** It is asked for once more when what came meanwhile has overtaken it. */
  isSecond: boolean;
}

/** What the user has acknowledged, on its way to the server and back. */
interface ReadRequest {
  acknowledgement: Acknowledgement;
  /** Whether it is about a notification. */
  mayCover(id: string): boolean;
  /** Whether the page knows that it is. */
  covers(id: string): boolean;
  /** The page has them no more. */
  drop(ids: readonly string[]): void;
  /** What the server answers; null while the request has not reached it. */
  answer: { doneAt: number } | "unknown" | null;
}

/** A notification's id is where it stands: `<making of the feed>.<position>`. */
export const idOf = (generation: number, position: number): string => `${generation}.${position}`;
const generationOf = (id: string): number => Number(id.split(".")[0]);
const positionOf = (id: string): number => Number(id.split(".")[1]);

const READ_CHUNK = 2;
const MANY = 100;

/** One browser as `use-feed` runs it, with the real cache; all that takes time ends when the test says so. */
export class ModelBrowser {
  readonly server = new ModelServer();
  cache: FeedCache;
  stream: ModelStream | null = null;
  /** What the stream has brought and the page has not been handed. */
  arrived: PositionedEvent[] = [];
  #again: PositionedEvent[] = [];
  /** When the list was asked for that a stale cache waits for. */
  refetch: { asked: number } | null = null;
  olderPages: PageRequest[] = [];
  reads: ReadRequest[] = [];
  /** Acknowledgements that were not refused. */
  readonly #standing = new Set<ReadRequest>();
  /** Seen to go by an event. */
  readonly #gone = new Set<string>();
  /** Of which making of the feed the cache is. */
  #generation: number;
  /** An older page of this position has been added: what is read by then may be missing before it is. */
  #foresight = 0;

  constructor(feed: FeedMoment) {
    this.server.commit(feed);
    this.#generation = feed.generation;
    this.cache = fromSnapshot(snapshotOf(feed));
    this.connect();
  }

  connect(): void {
    this.arrived = [];
    this.#again = [];
    this.stream = new ModelStream(this.server, this.cache.position);
  }

  disconnect(): void {
    this.arrived = [];
    this.#again = [];
    this.stream = null;
  }

  /** The stream brings `count` events at most, of which the first may be lost on the way, or come again with the next ones. */
  bring(count: number, first: "comes" | "comes again" | "is lost" = "comes"): void {
    const events: PositionedEvent[] = [];
    for (let i = 0; i < count; i++) {
      const next = this.stream?.next(this.server.feed);
      if (next) events.push(next);
    }
    this.arrived.push(...(first === "is lost" ? events.slice(1) : events), ...this.#again);
    this.#again = first === "comes again" ? events.slice(0, 1) : [];
  }

  handOver(): void {
    for (const { position, event } of this.arrived.splice(0)) {
      const before = this.cache;
      this.cache = withEvent(before, position, event);
      const isMissing = event.type === "SYNC" ? position > before.position : position > before.position + 1;
      const mustFetch = isMissing || (event.type === "SYNC" && !event.payload.complete);
      if (!before.stale && this.cache.stale !== mustFetch)
        throw new Error(`${mustFetch ? "not" : "needlessly"} stale after ${JSON.stringify(event)} at ${position}`);
      const after = new Set(this.#ids);
      for (const { notification } of before.items) if (!after.has(notification.id)) this.#gone.add(notification.id);
    }
  }

  reload(): void {
    this.cache = { ...this.cache, stale: true };
  }

  /** As the effect of `use-feed`: a stale cache asks for the list, and then for the stream from there. */
  refetched(feed: FeedMoment): void {
    this.refetch = null;
    const before = this.#ids;
    this.cache = fromSnapshot(snapshotOf(feed), this.cache);
    const after = new Set(this.#ids);
    for (const request of this.#standing) request.drop(before.filter((id) => !after.has(id)));
    this.#generation = feed.generation;
    this.#foresight = 0;
    if (this.stream) this.connect();
  }

  askOlder(): void {
    const { older } = this.cache;
    if (older !== null) this.olderPages.push({ asked: this.#now, address: older, isSecond: false });
  }

  olderPageArrives(request: PageRequest, feed: FeedMoment): void {
    const { address, isSecond } = request;
    const before = this.cache;
    this.cache = withOlder(before, address, snapshotOf(feed, address));
    if (this.cache !== before) this.#foresight = Math.max(this.#foresight, feed.head);
    else if (!isSecond && this.cache.older === address)
      this.olderPages.push({ asked: this.#now, address, isSecond: true });
  }

  acknowledge(target: Acknowledgement["target"]): void {
    const acknowledgement: Acknowledgement = { target, doneAt: null };
    const generation = this.#generation;
    // What the page has not at that moment, or drops for a new list, may come in an older page without a position of its own:
    // it may then be shown until "all" is confirmed.
    const known = new Set(this.#ids);
    const mayCover = (id: string): boolean =>
      "ids" in target ? target.ids.includes(id) : generationOf(id) === generation && positionOf(id) <= target.through;
    const request: ReadRequest = {
      acknowledgement,
      mayCover,
      covers: (id) => mayCover(id) && ("ids" in target || known.has(id)),
      drop: (ids) => ids.forEach((id) => known.delete(id)),
      answer: null,
    };
    this.cache = withAcknowledgement(this.cache, acknowledgement);
    this.reads.push(request);
    this.#standing.add(request);
  }

  readReachesServer(request: ReadRequest): void {
    const { feed } = this.server;
    const { target } = request.acknowledgement;
    const isWanted = ({ id, seq }: ModelRow): boolean =>
      "ids" in target ? target.ids.includes(id) : seq <= target.through;
    if ("ids" in target && !target.ids.every((id) => feed.rows.some((row) => row.id === id))) {
      request.answer = "unknown";
      return;
    }
    this.server.commit(acknowledged(feed, isWanted, READ_CHUNK));
    request.answer = { doneAt: this.server.feed.head };
  }

  /** The answer arrives, if it is not lost. */
  readEnds(request: ReadRequest, isLost: boolean): void {
    const { acknowledgement, answer } = request;
    if (answer !== null && answer !== "unknown" && !isLost) {
      this.cache = withConfirmation(this.cache, acknowledgement, answer.doneAt);
      return;
    }
    this.#standing.delete(request);
    const isUnknown = answer === "unknown" && !isLost;
    this.cache = withoutAcknowledgement(this.cache, acknowledgement);
    if (isUnknown) this.reload();
  }

  get knowsFeed(): boolean {
    return this.#generation === this.server.feed.generation;
  }

  get #ids(): string[] {
    return this.cache.items.map(({ notification }) => notification.id);
  }

  get #now(): number {
    return this.server.moments.length - 1;
  }

  /** What `use-feed` does by itself, and what must hold at any time. */
  settle(): void {
    if (this.cache.stale) this.refetch ??= { asked: this.#now };
    this.#expectShownInOrder();
    this.#expectTruth();
  }

  #expectShownInOrder(): void {
    const { notifications, unread } = visible(this.cache);
    const ids = notifications.map(({ id }) => id);
    if (new Set(ids).size < ids.length) throw new Error(`${ids.join()} shows one twice`);
    const positions = ids.map(positionOf);
    if (positions.some((position, index) => position <= (positions[index + 1] ?? 0)))
      throw new Error(`${ids.join()} is not newest first`);
    const outstanding = [...this.#standing].filter(({ acknowledgement: { target } }) =>
      this.cache.acknowledgements.some((one) => one.target === target),
    );
    const hidden = this.#ids.filter((id) => !ids.includes(id));
    for (const id of hidden)
      if (!outstanding.some(({ mayCover }) => mayCover(id)))
        throw new Error(`${id} is hidden and was not acknowledged`);
    const isAll = outstanding.some(({ acknowledgement: { target } }) => "through" in target);
    if (unread !== (isAll ? ids.length : this.cache.unread - hidden.length))
      throw new Error(`${unread} unread, where ${ids.length} are shown and ${hidden.length} hidden`);
    if (unread < ids.length) throw new Error(`${unread} unread, and ${ids.length} are shown`);
    for (const id of ids) {
      if (this.#gone.has(id)) throw new Error(`${id} was seen to go and is back`);
      for (const { covers } of this.#standing) if (covers(id)) throw new Error(`${id} was acknowledged and is shown`);
    }
  }

  /** The cache is the server's word at its position, as far down as it has been loaded. */
  #expectTruth(): void {
    const { position, unread, older } = this.cache;
    const ids = this.#ids;
    const truth = this.server.unreadAt(this.#generation, position);
    const foreseen = new Set(this.server.unreadAt(this.#generation, Math.max(this.#foresight, position)));
    const last = ids.at(-1);
    const loaded = older === null ? truth : last === undefined ? [] : truth.slice(0, truth.indexOf(last) + 1);
    const expected = loaded.filter((id) => ids.includes(id) || foreseen.has(id));
    if (ids.join() !== expected.join()) throw new Error(`has ${ids.join()} at ${position}, and not ${expected.join()}`);
    if (unread !== truth.length) throw new Error(`counts ${unread} at ${position}, and not ${truth.length}`);
  }

  /** Everything ends well, and nothing new happens: the page must then show what the server has. */
  calmDown(): void {
    this.connect();
    for (let round = 0; round < MANY && this.#isBusy(); round++) {
      for (const request of this.reads.splice(0)) {
        if (request.answer === null) this.readReachesServer(request);
        this.readEnds(request, false);
      }
      this.bring(MANY);
      this.handOver();
      if (this.refetch) this.refetched(this.server.feed);
      for (const request of this.olderPages.splice(0)) this.olderPageArrives(request, this.server.feed);
      if (!this.cache.stale) this.askOlder();
      this.settle();
    }
    const { notifications, unread } = visible(this.cache);
    const { generation, head } = this.server.feed;
    const truth = this.server.unreadAt(generation, head);
    const shown = notifications.map(({ id }) => id);
    if (shown.join() !== truth.join()) throw new Error(`shows ${shown.join()} in the end, and not ${truth.join()}`);
    if (unread !== truth.length) throw new Error(`counts ${unread} in the end, and not ${truth.length}`);
    if (this.cache.acknowledgements.length > 0) throw new Error("an acknowledgement is never forgotten");
  }

  #isBusy(): boolean {
    const { stale, position, older } = this.cache;
    return stale || older !== null || position < this.server.feed.head || this.reads.length > 0 || !this.#isQuiet();
  }

  #isQuiet(): boolean {
    const next = new ModelStream(this.server, this.cache.position).next(this.server.feed);
    return next?.event.type === "SYNC" && next.event.payload.complete && this.olderPages.length === 0;
  }
}
