import { setImmediate } from "node:timers/promises";

import { vi } from "vitest";

import { HEARTBEAT_MS } from "@/lib/notifications/protocol";
import type { Start } from "@/lib/notifications/stream/cursor";
import { EventStream, type StreamContext, type StreamRequest } from "@/lib/notifications/stream/event-stream";
import { Hub } from "@/lib/notifications/stream/hub";
import type { Frame } from "@/lib/notifications/stream/sse-frame";
import { BEAT_MS, READ_RETRY_MS } from "@/lib/notifications/stream/timings";
import type { FeedMoment } from "@/tests/support/feed-moment";

import { ModelBus } from "./model-bus";
import { ModelClient, type Leaving } from "./model-client";
import { ModelDatabase, type Question } from "./model-database";
import { StreamWitness } from "./stream-witness";

const LIMITS = { streams: 5, streamsPerUser: 3 };
/** More steps than any backlog here takes. */
const MANY = 500;

/** What clients tell of their room, kept while they tell it late. */
class Drains {
  late = false;
  #drains: (() => void)[] = [];

  tell(drained: () => void): void {
    if (this.late) this.#drains.push(drained);
    else drained();
  }

  tellAll(): void {
    for (const drained of this.#drains.splice(0)) drained();
  }
}

/** The real stream, with a witness at its near end. */
class WitnessedStream extends EventStream {
  readonly #world: DeliveryWorld;
  readonly #witness: StreamWitness;

  constructor(world: DeliveryWorld, context: StreamContext, request: StreamRequest, witness: StreamWitness) {
    super(context, request);
    this.#world = world;
    this.#witness = witness;
    witness.drained = () => this.drained();
  }

  override hasRoom(): boolean {
    return !this.#witness.isStalled && super.hasRoom();
  }

  override send(frame: Frame): void {
    this.#witness.see(frame, this.#world.isForeignArriving);
    super.send(frame);
  }

  override drained(): void {
    this.#world.drains.tell(() => super.drained());
  }

  override end(retryMs: number): void {
    super.end(retryMs);
    this.#witness.gone = true;
  }

  override leave(): void {
    this.#witness.gone = true;
    super.leave();
  }
}

/** A message on its way. */
export interface Letter {
  userId: string;
  frame: Frame;
}

/** A lost one on a reliable bus was published while nobody was subscribed, else it is late. */
export type Fate = "arrives" | "waits" | "is lost";

/** One process with its clients, and everything around it in the hands of the test. */
export class DeliveryWorld {
  readonly database = new ModelDatabase();
  readonly bus = new ModelBus();
  clients: ModelClient[] = [];
  /** Messages published and not arrived. */
  letters: Letter[] = [];
  /** Set by a step: the one after the next follows before the next has come to rest. */
  hurries = false;
  /** The bus loses nothing while it is there: no sweep should be needed. */
  readonly #isReliable: boolean;
  readonly #positionsOnly: boolean;
  #hub = this.#start();
  readonly drains = new Drains();
  /** The message that is arriving tells of another feed. */
  isForeignArriving = false;
  readonly #witnesses: StreamWitness[] = [];

  /** `reliable`: no message is lost; `positionsOnly`: they tell of changes no more than where they are. */
  constructor(past: FeedMoment, { reliable, positionsOnly }: { reliable: boolean; positionsOnly: boolean }) {
    this.#isReliable = reliable;
    this.#positionsOnly = positionsOnly;
    this.database.commit("ada", past);
  }

  #start(): Hub {
    return new Hub({ bus: this.bus, reader: this.database, limits: LIMITS, swept() {} });
  }

  async perform(step: (world: DeliveryWorld) => void | Promise<void>): Promise<void> {
    const { hurries } = this;
    this.hurries = false;
    this.drains.late = false;
    await step(this);
    if (!this.drains.late) this.drains.tellAll();
    if (!hurries) await setImmediate();
    this.check();
  }

  commit(userId: string, next: FeedMoment): Letter[] {
    const frames = this.database.commit(userId, next);
    for (const { witness } of this.clients) witness.look();
    return frames.map((frame) => ({ userId, frame }));
  }

  /**
   * Whether the feed may take a position. A feed that moved back and grew past a cursor before that cursor has read it cannot
   * be told from one that went on: positions alone do not say. So it does not happen here, though it can in the world.
   */
  mayGrow(userId: string): boolean {
    const { generation, head } = this.database.feed(userId);
    const isOld = ({ userId: whose, asked }: Question): boolean =>
      whose === userId && (this.database.moments[asked]?.get(userId)?.generation ?? 0) !== generation;
    return (
      !this.database.reads.some(isOld) &&
      this.#streamsOf(userId).every(({ position }) => position === null || position <= head)
    );
  }

  /**
   * Whether the message may arrive. One of another feed (another database, or before the user was made anew) that continues
   * exactly where a stream is passes for the truth if the feed has such a position: the same limit.
   */
  mayArrive({ userId, frame }: Letter): boolean {
    const told = this.database.told(frame);
    if (!told || !this.#isForeign({ userId, frame })) return true;
    const isPast = this.#streamsOf(userId).every(({ position }) => position === null || position >= told.position);
    return told.position > this.database.feed(userId).head || isPast;
  }

  #isForeign({ userId, frame }: Letter): boolean {
    return this.database.told(frame)?.generation !== this.database.feed(userId).generation;
  }

  #streamsOf(userId: string): StreamWitness[] {
    return this.clients.map(({ witness }) => witness).filter((witness) => witness.userId === userId);
  }

  send(letters: readonly Letter[], fate: Fate): void {
    for (const letter of letters)
      if (fate === "arrives") this.bring(letter);
      else if (fate === "waits" || (this.#isReliable && this.bus.isSubscribed(letter.userId)))
        this.letters.push(letter);
  }

  bring(letter: Letter): void {
    this.isForeignArriving = this.#isForeign(letter);
    const position = this.database.told(letter.frame)?.position ?? 0;
    const frame = this.#positionsOnly ? null : letter.frame;
    this.bus.bring({ kind: "change", channel: letter.userId, position, changedAt: null, frame });
    this.isForeignArriving = false;
  }

  connect(userId: string, start: Start, expiresAt: number): void {
    const room = this.clients.length < LIMITS.streams;
    const userRoom = this.#streamsOf(userId).length < LIMITS.streamsPerUser;
    const expected = !room ? "full" : !userRoom ? "user-full" : "admitted";
    const admission = this.#hub.admission(userId);
    if (admission !== expected) throw new Error(`admission is ${admission} and not ${expected}`);
    if (admission !== "admitted") return;
    const witness = new StreamWitness(userId, start, this.database);
    const abort = new AbortController();
    const context = { hub: this.#hub, reader: this.database, heartbeatMs: HEARTBEAT_MS, delivered() {} };
    const request = { userId, start, expiresAt, signal: abort.signal };
    const stream = new WitnessedStream(this, context, request, witness);
    this.#witnesses.push(witness);
    this.clients.push(new ModelClient(witness, stream.open(), abort, expiresAt === 0));
  }

  async disconnect(client: ModelClient, how: Leaving): Promise<void> {
    this.clients = this.clients.filter((other) => other !== client);
    await client.leave(how);
  }

  /** The client takes frames, of which the hub hears at once, or late: after the next step. */
  take(client: ModelClient, frames: number, late = false): void {
    const { witness } = client;
    this.drains.late = late;
    client.take(frames);
    if (!witness.isStalled) return;
    witness.stall(false);
    witness.drained();
  }

  sweep(): void {
    this.#hub.sweep().catch(() => {
      // A failed read, on purpose.
    });
  }

  async heartbeat(): Promise<void> {
    for (let beat = 0; beat < HEARTBEAT_MS / BEAT_MS; beat++) this.#hub.beat();
    for (const { isExpired, witness } of this.clients)
      if (isExpired !== witness.gone) throw new Error("a stream did not end with its session");
    await this.#partWithEnded();
  }

  /** The process ends and another one takes its place. Its clients have to come back by themselves. */
  async restart(): Promise<void> {
    const hub = this.#hub;
    hub.close();
    if (!hub.closing) throw new Error("a hub that has closed does not say so");
    await this.#partWithEnded();
    await this.#expectNoStreams(hub);
    this.#hub = this.#start();
  }

  /** Streams that the hub has ended can still be read to their end. */
  async #partWithEnded(): Promise<void> {
    const ended = this.clients.filter(({ witness }) => witness.gone);
    this.clients = this.clients.filter(({ witness }) => !witness.gone);
    for (const client of ended) client.take(Infinity);
    await setImmediate();
    for (const client of ended)
      if (!client.ended || !client.hasTakenAll) throw new Error("a stream was ended and could not be read to its end");
  }

  /** Answers everything that is under way, and what that leads to. Clients take nothing by it. */
  async letThrough(): Promise<void> {
    this.drains.late = false;
    this.drains.tellAll();
    for (let step = 0; step < MANY; step++) {
      await setImmediate();
      const { reads, sweeps, moments } = this.database;
      const questions = [...reads.splice(0), ...sweeps.splice(0)];
      const acknowledgements = this.bus.acknowledgements.splice(0);
      if (questions.length + acknowledgements.length + vi.getTimerCount() === 0) return;
      for (const acknowledge of acknowledgements) acknowledge();
      for (const question of questions) question.answer(moments.at(-1) ?? new Map());
      vi.advanceTimersByTime(2 * READ_RETRY_MS);
    }
    throw new Error("never comes to rest");
  }

  /** Lets everything through, the messages too unless they are lost. Then every stream must equal its feed. */
  async heal(messagesArrive: boolean): Promise<void> {
    for (const letter of this.letters.splice(0)) if (messagesArrive && this.mayArrive(letter)) this.bring(letter);
    for (const client of this.clients) this.take(client, Infinity);
    if (this.bus.isAway) this.bus.comeBack();
    await this.letThrough();
    // The second finds what a read under way hid from the first.
    for (let sweeps = 0; sweeps < 2 && !this.#isReliable; sweeps++) {
      this.sweep();
      await this.letThrough();
    }
    for (const client of this.clients) {
      client.witness.expectEqualToFeed();
      if (!client.hasTakenAll) client.witness.faults.push("a client that takes everything has not got it");
      client.take(0);
    }
  }

  /** The end of every run. */
  async end(): Promise<void> {
    await this.heal(true);
    this.check();
    for (const client of this.clients) await this.disconnect(client, "aborts");
    await this.letThrough();
    await this.#expectNoStreams(this.#hub);
    this.check();
  }

  async #expectNoStreams(hub: Hub): Promise<void> {
    if (this.bus.channels.size > 0) throw new Error(`still subscribed to ${[...this.bus.channels].join()}`);
    const asked = this.database.sweeps.length;
    void hub.sweep();
    if (this.database.sweeps.length > asked) throw new Error("a hub without streams sweeps");
  }

  /** Throws what the witnesses have found. */
  check(): void {
    for (const { faults } of this.#witnesses) if (faults[0] !== undefined) throw new Error(faults[0]);
  }
}
