import type { PositionedEvent } from "@/lib/notifications/client/connection/positioned-event";
import { isUnread } from "@/lib/notifications/client/feed/notifications";
import { acknowledgedBeyond, visible } from "@/lib/notifications/client/feed/visible";
import type { Acknowledgement, Target } from "@/lib/notifications/client/outbox/acknowledgement";
import { isBeyond, Outbox } from "@/lib/notifications/client/outbox/outbox";
import { acknowledged, type FeedMoment, type ModelRow } from "@/tests/support/feed-moment";

import { ModelList, type PageRequest } from "./model-list";
import { ModelServer, ModelStream, snapshotOf, syncOf } from "./model-server";

/** What the user has acknowledged. */
interface Promised {
  target: Target;
  /** Whether it is about a notification. */
  mayCover(id: string): boolean;
  /** Whether a list knows that it is. */
  covers(list: ModelList, id: string): boolean;
  /** The list has them no more. */
  drop(list: ModelList, ids: readonly string[]): void;
}

/** Some of the outbox, on its way to the server and back. */
interface ReadRequest {
  batch: readonly Acknowledgement[];
  /** What the server answers; null while the request has not reached it. */
  answer: { doneAt: number } | { unknown: readonly Acknowledgement[] } | null;
}

/** A notification's id is where it stands: `<making of the feed>.<position>`. */
export const idOf = (generation: number, position: number): string => `${generation}.${position}`;
const generationOf = (id: string): number => Number(id.split(".")[0]);
const positionOf = (id: string): number => Number(id.split(".")[1]);

const READ_CHUNK = 2;
const MANY = 100;

/** One browser with its lists and its outbox; all that takes time ends when the test says so. */
export class ModelBrowser {
  readonly server = new ModelServer();
  readonly outbox = new Outbox("model");
  readonly lists: readonly [ModelList, ModelList];
  stream: ModelStream | null = null;
  /** Where the stream goes on after it was lost. */
  #position: number;
  /** What the stream has brought and the page has not been handed. */
  arrived: PositionedEvent[] = [];
  #again: PositionedEvent[] = [];
  reads: ReadRequest[] = [];
  /** What the outbox held when a list was asked for. */
  readonly #asked = new Map<ModelList, ReadonlySet<Acknowledgement>>();
  /** Not refused, and not of a feed that is no more. */
  readonly #standing = new Set<Promised>();

  constructor(feed: FeedMoment) {
    this.server.commit(feed);
    this.lists = [
      new ModelList("unread", snapshotOf(feed, "unread"), feed.generation),
      new ModelList("all", snapshotOf(feed, "all"), feed.generation),
    ];
    this.#position = feed.head;
    this.connect();
  }

  connect(): void {
    this.disconnect();
    this.stream = new ModelStream(this.server, this.#position);
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

  /** Without a stream the server is asked where it is. */
  poll(): void {
    const { feed } = this.server;
    this.disconnect();
    this.arrived.push(syncOf(feed, 0, feed.head >= this.#position));
  }

  handOver(): void {
    const events = this.arrived.splice(0);
    this.#position = events.at(-1)?.position ?? this.#position;
    for (const list of this.lists) list.hear(events);
  }

  refetched(list: ModelList, feed: FeedMoment): void {
    const position = list.refetch?.position ?? 0;
    const before = list.ids;
    list.refetched(snapshotOf(feed, list.status), feed.generation);
    const isAnotherFeed = feed.head < position;
    const asked = this.#asked.get(list);
    const beyond = this.outbox.entries.filter(
      (entry) => isBeyond(entry, feed.head) && (isAnotherFeed || asked?.has(entry) === true),
    );
    // The list may be an old one: the server is asked where it is now.
    this.#dropFromOutbox(beyond.filter((entry) => isBeyond(entry, this.server.feed.head)));
    const after = new Set(list.ids);
    for (const promised of this.#standing)
      promised.drop(
        list,
        before.filter((id) => !after.has(id)),
      );
  }
  olderPageArrives(list: ModelList, request: PageRequest, feed: FeedMoment): void {
    list.olderPageArrives(request, snapshotOf(feed, list.status, request.address), this.now);
  }

  acknowledge(list: ModelList, target: Target): void {
    const { generation } = list;
    const mayCover = (id: string): boolean =>
      "ids" in target ? target.ids.includes(id) : generationOf(id) === generation && positionOf(id) <= target.through;
    // What a list has not at that moment, or drops for a new one, may come in a page without a position of its own: it may
    // then be shown until "all" is in the feed.
    const known = new Map(this.lists.map((one) => [one, new Set(one === list ? one.ids : [])]));
    this.#standing.add({
      target,
      mayCover,
      covers: (list, id) => mayCover(id) && ("ids" in target || known.get(list)?.has(id) === true),
      drop: (list, ids) => ids.forEach((id) => known.get(list)?.delete(id)),
    });
    this.outbox.add(target);
  }

  get unsent(): readonly Acknowledgement[] {
    return this.outbox.entries.filter(({ doneAt }) => doneAt === null);
  }

  /** Two tabs may send the same. */
  send(batch: readonly Acknowledgement[]): void {
    if (batch.length > 0) this.reads.push({ batch, answer: null });
  }

  readReachesServer(request: ReadRequest): void {
    const { feed } = this.server;
    const unknown = request.batch.filter(
      ({ target }) => "ids" in target && !target.ids.every((id) => feed.rows.some((row) => row.id === id)),
    );
    if (unknown.length > 0) {
      request.answer = { unknown };
      return;
    }
    const isWanted = ({ id, seq }: ModelRow): boolean =>
      request.batch.some(({ target }) => ("ids" in target ? target.ids.includes(id) : seq <= target.through));
    this.server.commit(acknowledged(feed, isWanted, READ_CHUNK));
    request.answer = { doneAt: this.server.feed.head };
  }

  /** The answer arrives, if it is not lost: then all stays in the outbox. */
  readEnds({ batch, answer }: ReadRequest, isLost: boolean): void {
    if (isLost || answer === null) return;
    if ("doneAt" in answer) {
      const { doneAt } = answer;
      this.outbox.confirm(batch, doneAt);
      // What the page still shows is of a feed that is no more.
      this.#dropFromOutbox(batch.filter((entry) => isBeyond(entry, doneAt)));
      return;
    }
    this.#dropFromOutbox(answer.unknown);
    for (const list of this.lists) list.reload();
  }

  refuse({ batch }: ReadRequest): void {
    this.#dropFromOutbox(batch);
  }

  #dropFromOutbox(batch: readonly Acknowledgement[]): void {
    for (const promised of this.#standing)
      if (batch.some(({ target }) => target === promised.target)) this.#standing.delete(promised);
    const keys = new Set(batch.map(({ key }) => key));
    this.outbox.remove(({ key }) => keys.has(key));
  }

  get knowsFeed(): boolean {
    return this.lists.every(({ generation }) => generation === this.server.feed.generation);
  }

  /** Everything it knows of the feed is further than nothing. */
  get isPastStart(): boolean {
    return this.#position > 0 && this.lists.every(({ cache }) => cache.position > 0);
  }

  /** An event is on its way that was handed over before. */
  get hasRepeats(): boolean {
    const isRepeat = ({ position, event }: PositionedEvent): boolean =>
      event.type !== "SYNC" && position <= this.#position;
    return this.#again.length > 0 || this.arrived.some(isRepeat);
  }

  get now(): number {
    return this.server.moments.length - 1;
  }

  /** What a page does by itself, and what must hold at any time. */
  settle(): void {
    const position = Math.min(...this.lists.map(({ cache }) => cache.position));
    this.outbox.remove(({ doneAt }) => doneAt !== null && doneAt <= position);
    for (const list of this.lists) {
      if (list.cache.stale && !list.refetch) {
        list.askAgain(this.now);
        this.#asked.set(list, new Set(this.outbox.entries));
      }
      this.#expectTruth(list);
      this.#expectShown(list);
    }
    this.#expectCount();
  }

  #expectShown(list: ModelList): void {
    const { notifications, unread } = visible(list.cache, this.outbox.entries);
    const ids = notifications.map(({ id }) => id);
    const shownUnread = notifications.filter(isUnread).map(({ id }) => id);
    if (new Set(ids).size < ids.length) throw new Error(`${ids.join()} shows one twice`);
    const positions = ids.map(positionOf);
    if (positions.some((position, index) => position <= (positions[index + 1] ?? 0)))
      throw new Error(`${ids.join()} is not newest first`);
    if (list.status === "all" && ids.join() !== list.ids.join())
      throw new Error(`shows ${ids.join()} of all, and not ${list.ids.join()}`);
    const hidden = list.unreadIds.filter((id) => !shownUnread.includes(id));
    const outstanding = [...this.#standing].filter(({ target }) =>
      this.outbox.entries.some((entry) => entry.target === target),
    );
    for (const id of hidden)
      if (!outstanding.some(({ mayCover }) => mayCover(id)))
        throw new Error(`${id} is hidden and was not acknowledged`);
    const isAll = outstanding.some(({ target }) => "through" in target);
    const remaining = list.cache.unread - hidden.length;
    if (unread !== remaining && !(isAll && unread === shownUnread.length))
      throw new Error(`${unread} unread, where ${shownUnread.length} are shown and ${hidden.length} hidden`);
    if (unread < shownUnread.length) throw new Error(`${unread} unread, and ${shownUnread.length} are shown`);
    for (const id of shownUnread) {
      if (list.gone.has(id)) throw new Error(`${id} was seen to go and is back`);
      for (const { covers } of this.#standing)
        if (covers(list, id)) throw new Error(`${id} was acknowledged and is shown`);
    }
  }

  /** What is acknowledged in one list counts in both, whatever of it the other has loaded. */
  #expectCount(): void {
    const [unreadOnes, all] = this.lists;
    if (unreadOnes.cache.position !== all.cache.position) return;
    const { unread } = visible(unreadOnes.cache, this.outbox.entries);
    const count = unread - acknowledgedBeyond(unreadOnes.cache, all.cache, this.outbox.entries);
    const shown = [unreadOnes, all].map((list) => {
      const { notifications } = visible(list.cache, this.outbox.entries);
      return notifications.filter(isUnread).map(({ id }) => id);
    });
    const known = new Set([...unreadOnes.unreadIds, ...all.unreadIds]);
    const left = new Set(shown.flat());
    const isAll = this.outbox.entries.some(({ target }) => "through" in target);
    if (!isAll && count !== unreadOnes.cache.unread - (known.size - left.size))
      throw new Error(`counts ${count}, where ${left.size} of ${known.size} are left`);
  }

  /** The cache is the server's word at its position, as far down as it has been loaded. */
  #expectTruth({ status, generation, foresight, cache, ids, unreadIds }: ModelList): void {
    const { position, unread, older } = cache;
    const rowsAt = (position: number) =>
      this.server.rowsAt(generation, position).filter(({ isRead }) => status === "all" || !isRead);
    const rows = rowsAt(position);
    const truth = rows.map(({ id }) => id);
    const foreseen = rowsAt(Math.max(foresight, position));
    const last = ids.at(-1);
    const loaded = older === null ? truth : last === undefined ? [] : truth.slice(0, truth.indexOf(last) + 1);
    const isThere = (id: string): boolean => foreseen.some((row) => row.id === id);
    const expected = loaded.filter((id) => ids.includes(id) || isThere(id));
    if (ids.join() !== expected.join()) throw new Error(`has ${ids.join()} at ${position}, and not ${expected.join()}`);
    for (const { id, isRead } of rows)
      if (ids.includes(id) && unreadIds.includes(id) === isRead && foreseen.some((row) => row.id === id && !row.isRead))
        throw new Error(`has ${id} ${isRead ? "unread" : "read"} at ${position}`);
    const count = rows.filter(({ isRead }) => !isRead).length;
    if (unread !== count) throw new Error(`counts ${unread} at ${position}, and not ${count}`);
  }

  /** Everything ends well, and nothing new happens: the page must then show what the server has. */
  calmDown(): void {
    this.connect();
    for (let round = 0; round < MANY && this.#isBusy(); round++) {
      for (const entry of this.unsent) this.send([entry]);
      for (const request of this.reads.splice(0)) {
        if (request.answer === null) this.readReachesServer(request);
        this.readEnds(request, false);
      }
      this.bring(MANY);
      this.handOver();
      for (const list of this.lists) {
        if (list.refetch) this.refetched(list, this.server.feed);
        for (const request of list.olderPages.splice(0)) this.olderPageArrives(list, request, this.server.feed);
        if (!list.cache.stale) list.askOlder(this.now);
      }
      this.settle();
    }
    const { generation, head } = this.server.feed;
    const truth = this.server.rowsAt(generation, head);
    const unreadTruth = truth.filter(({ isRead }) => !isRead);
    for (const { status, cache } of this.lists) {
      const { notifications, unread } = visible(cache, this.outbox.entries);
      const shown = notifications.map((one) => `${one.id}${isUnread(one) ? "" : " read"}`);
      const expected = (status === "all" ? truth : unreadTruth).map(
        ({ id, isRead }) => `${id}${isRead ? " read" : ""}`,
      );
      if (shown.join() !== expected.join())
        throw new Error(`shows ${shown.join()} in the end, and not ${expected.join()}`);
      if (unread !== unreadTruth.length) throw new Error(`counts ${unread} in the end, and not ${unreadTruth.length}`);
    }
    if (this.outbox.entries.length > 0) throw new Error("an acknowledgement is never forgotten");
  }

  #isBusy(): boolean {
    const isListBusy = ({ cache, olderPages }: ModelList): boolean => {
      if (cache.stale || cache.older !== null || cache.position < this.server.feed.head || olderPages.length > 0)
        return true;
      const next = new ModelStream(this.server, cache.position).next(this.server.feed);
      return next?.event.type !== "SYNC" || !next.event.payload.complete;
    };
    return this.reads.length > 0 || this.unsent.length > 0 || this.lists.some(isListBusy);
  }
}
