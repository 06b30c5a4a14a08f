import hashSlot from "cluster-key-slot";
import { ReplyError, type Redis, type RedisOptions } from "ioredis";

import { CONNECTION } from "../../redis/connect";
import type { Message } from "./bus";
import { decode, encode } from "./envelope";

/** How often Redis is asked for a sign of life. */
const PING_MS = 500;
/** Signs of life that may be missing one after the other: so a dead connection is noticed after 1 to 1.5 seconds. */
const MAX_MISSING = 2;

/** SUBSCRIBEs and UNSUBSCRIBEs that fall in this window share commands: a storm must not be thousands of round trips. */
const SUBSCRIBE_WINDOW_MS = 5;

/** Channels named in one SUBSCRIBE: a long command would hold up Redis and everybody behind it. */
const CHANNELS_PER_COMMAND = 1_000;

/** What may wait for an answer: a frozen Redis must not fill memory before it is noticed. */
const MAX_BYTES_IN_FLIGHT = 32 * 1024 * 1024;
/** What ioredis keeps for each message besides its bytes, roughly. */
const BYTES_PER_COMMAND = 1024;

/** What a node of a cluster answers for a channel that belongs elsewhere, or nowhere for now. */
const MISPLACED = new Set(["MOVED", "CLUSTERDOWN"]);

export const CONNECTION_OPTIONS = {
  ...CONNECTION,
  lazyConnect: false,
  // It would repeat only what Redis has confirmed, and tell nobody when that is done.
  autoResubscribe: false,
} satisfies RedisOptions;

export interface ConnectionEvents {
  receive(message: Message): void;
  /** There is a new connection, on which all that is wanted is subscribed. */
  opened(): void;
  /** The connection is gone, or none could be made. `reason` is a code or a few words, nothing personal. */
  lost(reason: string): void;
  /** Some channels belong to another server, or are no longer subscribed because their slot has moved. */
  misplaced(): void;
}

/** Publishes and subscribes on one server, over one connection (RESP3 allows both) that is made again whenever it is lost. */
export class RedisConnection {
  readonly #redis: Redis;
  readonly #isSharded: boolean;
  readonly #events: ConnectionEvents;
  readonly #wanted = new Set<string>();
  /** Channels to subscribe or unsubscribe when the window ends. */
  readonly #changed = new Set<string>();
  #window: Promise<void> | undefined;
  readonly #ping: NodeJS.Timeout;
  #missing = 0;
  #isUp = false;
  #isRefused = false;
  #reason = "";
  #bytesInFlight = 0;

  /** `redis`: made with CONNECTION_OPTIONS. `isSharded`: it is a node of a cluster. */
  constructor(redis: Redis, isSharded: boolean, events: ConnectionEvents) {
    this.#redis = redis;
    this.#isSharded = isSharded;
    this.#events = events;
    redis.on(isSharded ? "smessageBuffer" : "messageBuffer", (channel: Buffer, bytes: Buffer) => {
      const message = decode(channel.toString(), bytes);
      if (message) events.receive(message);
    });
    redis.on("ready", () => void this.#start());
    redis.on("error", (error) => (this.#reason ||= errorCode(error)));
    redis.on("close", () => {
      this.#isUp = false;
      this.#missing = 0;
      events.lost(this.#reason || "connection closed");
      this.#reason = "";
    });
    // Redis drops subscriptions when their slot moves away.
    redis.on("moved", () => events.misplaced());
    this.#ping = setInterval(() => this.#checkLife(), PING_MS);
  }

  /** True while everything wanted is subscribed. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Rejects if a message was not taken; at once while Redis is away or does not keep up. */
  async publish(messages: readonly Message[]): Promise<void> {
    if (this.#redis.status !== "ready") throw new Error("Redis is away.");
    if (this.#bytesInFlight >= MAX_BYTES_IN_FLIGHT) throw new Error("Redis does not keep up.");
    const redis = this.#redis;
    let size = 0;
    const answers = messages.map((message) => {
      const bytes = encode(message);
      size += bytes.byteLength + BYTES_PER_COMMAND;
      return this.#isSharded ? redis.spublish(message.channel, bytes) : redis.publish(message.channel, bytes);
    });
    this.#bytesInFlight += size;
    try {
      await Promise.all(answers);
    } catch (error) {
      if (MISPLACED.has(errorCode(error as Error))) this.#events.misplaced();
      throw error;
    } finally {
      this.#bytesInFlight -= size;
    }
  }

  /** Resolves when Redis has subscribed, or cannot now: it is then subscribed on the next connection. Never rejects. */
  subscribe(channel: string): Promise<void> {
    this.#wanted.add(channel);
    return this.#change(channel);
  }

  unsubscribe(channel: string): void {
    this.#wanted.delete(channel);
    void this.#change(channel);
  }

  /** For a channel that belongs to another server now. This one drops it by itself. */
  forget(channel: string): void {
    this.#wanted.delete(channel);
    this.#changed.delete(channel);
  }

  close(): void {
    clearInterval(this.#ping);
    this.#redis.removeAllListeners();
    this.#redis.on("error", () => {});
    this.#redis.disconnect();
  }

  #change(channel: string): Promise<void> {
    this.#changed.add(channel);
    return (this.#window ??= new Promise((resolve) => setTimeout(resolve, SUBSCRIBE_WINDOW_MS)).then(async () => {
      this.#window = undefined;
      await this.#sendChanges();
    }));
  }

  /**
   * The answer to one question is counted before the next one, however late that is: so a stall of this process is not
   * taken for a silence of Redis, as the `socketTimeout` of ioredis would.
   */
  #checkLife(): void {
    const { status } = this.#redis;
    if (status !== "connect" && status !== "ready") return;
    if (this.#missing >= MAX_MISSING) return this.#drop("no answer");
    this.#missing++;
    if (status === "ready") void (this.#isRefused ? this.#start() : this.#isPrimary());
  }

  async #start(): Promise<void> {
    this.#isRefused = false;
    if (!(await this.#isPrimary())) return;
    for (const channel of this.#wanted) this.#changed.add(channel);
    if (!(await this.#sendChanges())) return;
    this.#isUp = true;
    this.#events.opened();
  }

  /**
   * A primary that was demoted still takes messages, though nobody may hear them there: it is left. An answer that is an
   * error, as for a user without the right to ask, is a sign of life all the same.
   */
  async #isPrimary(): Promise<boolean> {
    const [role] = await this.#redis.role().catch(() => []);
    this.#missing = 0;
    if (role === "slave") this.#drop("not a primary");
    return role !== "slave";
  }

  /** Resolves to false if the connection is gone, or Redis refuses. It carries commands out in the order they were sent. */
  async #sendChanges(): Promise<boolean> {
    const changed = [...this.#changed];
    this.#changed.clear();
    const redis = this.#redis;
    if (redis.status !== "ready") return false;
    const wanted = this.#batches(changed.filter((channel) => this.#wanted.has(channel)));
    const unwanted = this.#batches(changed.filter((channel) => !this.#wanted.has(channel)));
    const answers = await Promise.allSettled([
      ...wanted.map((names) => (this.#isSharded ? redis.ssubscribe(...names) : redis.subscribe(...names))),
      ...unwanted.map((names) => (this.#isSharded ? redis.sunsubscribe(...names) : redis.unsubscribe(...names))),
    ]);
    const errors = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as Error] : []));
    const refusal = errors.find((error) => error instanceof ReplyError && !MISPLACED.has(errorCode(error)));
    if (refusal) this.#refuse(errorCode(refusal));
    else if (errors.some((error) => MISPLACED.has(errorCode(error)))) this.#events.misplaced();
    return errors.every((error) => MISPLACED.has(errorCode(error)));
  }

  /** Channels that one command may name: on a cluster, those of one slot. */
  #batches(channels: readonly string[]): string[][] {
    const batches = new Map<number, string[]>();
    for (const [index, channel] of channels.entries()) {
      const key = this.#isSharded ? hashSlot(channel) : Math.floor(index / CHANNELS_PER_COMMAND);
      const batch = batches.get(key);
      if (batch) batch.push(channel);
      else batches.set(key, [channel]);
    }
    return [...batches.values()];
  }

  /** Tried again with the next sign of life. Meanwhile Redis may still take messages. */
  #refuse(reason: string): void {
    this.#isUp = false;
    this.#isRefused = true;
    this.#events.lost(reason);
  }

  #drop(reason: string): void {
    this.#isUp = false;
    this.#reason = reason;
    this.#redis.disconnect(true);
  }
}

/** What went wrong, in a word or two: the code of a system error or of an answer of Redis. */
function errorCode(error: Error & { code?: unknown }): string {
  if (typeof error.code === "string") return error.code;
  return /^[A-Z]+\b/.exec(error.message)?.[0] ?? "protocol error";
}
