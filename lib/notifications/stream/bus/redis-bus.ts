import hashSlot from "cluster-key-slot";
import { Cluster, type Redis } from "ioredis";

import { connectRedis, type RedisAddress } from "../../redis/connect";
import { log } from "../../telemetry/log";
import type { Bus, BusListener, Message } from "./bus";
import { CONNECTION_OPTIONS, RedisConnection } from "./redis-connection";

/** How soon the nodes of a cluster are asked again who serves what, while something is wrong. */
const REFRESH_MS = 500;

/**
 * A bus between processes: pub/sub on one Redis server, or sharded pub/sub on a Redis Cluster, where each channel lives on
 * the primary that serves its slot.
 *
 * ioredis finds the nodes of a cluster, but its own sharded subscribers are not used: they notice no half-open connection
 * (https://github.com/redis/ioredis/issues/1706), lose the channels of a slot that moves away and back between two looks at
 * the cluster, and do not tell when a new connection has subscribed.
 */
export class RedisBus implements Bus {
  readonly #client: Redis | Cluster;
  /** By name of the server. */
  readonly #connections = new Map<string, RedisConnection>();
  /** Each channel, with the connection on which it is subscribed. */
  readonly #wanted = new Map<string, RedisConnection | undefined>();
  /** Connections on which channels may have been lost or may not belong. */
  readonly #outdated = new Set<RedisConnection>();
  readonly #refresh: NodeJS.Timeout | undefined;
  #listener: BusListener | undefined;
  #isAway = false;

  constructor(address: RedisAddress) {
    if ("url" in address) {
      const redis = connectRedis(address, CONNECTION_OPTIONS);
      this.#client = redis;
      this.#connections.set(ONLY_SERVER, this.#connection(redis as Redis));
      return;
    }
    const cluster = connectRedis(address) as Cluster;
    this.#client = cluster;
    cluster.on("refresh", () => this.#follow(cluster));
    cluster.on("error", () => this.#lost("no node of the cluster answers"));
    this.#refresh = setInterval(() => {
      if (this.#outdated.size > 0 || this.status() === "down") cluster.refreshSlotsCache();
    }, REFRESH_MS);
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  async publish(messages: readonly Message[]): Promise<void> {
    const batches = new Map<RedisConnection | undefined, Message[]>();
    for (const message of messages) {
      const connection = this.#owner(message.channel);
      const batch = batches.get(connection);
      if (batch) batch.push(message);
      else batches.set(connection, [message]);
    }
    await Promise.all(
      Array.from(batches, async ([connection, batch]) => {
        if (!connection) throw new Error("Redis is away.");
        await connection.publish(batch);
      }),
    );
  }

  async subscribe(channel: string): Promise<void> {
    const connection = this.#owner(channel);
    this.#wanted.set(channel, connection);
    await connection?.subscribe(channel);
  }

  unsubscribe(channel: string): void {
    this.#wanted.get(channel)?.unsubscribe(channel);
    this.#wanted.delete(channel);
  }

  /** "down" while any part of a cluster is: the sweep then serves the users there. */
  status(): "up" | "down" {
    const connections = [...this.#connections.values()];
    return connections.length > 0 && connections.every(({ isUp }) => isUp) ? "up" : "down";
  }

  close(): void {
    clearInterval(this.#refresh);
    for (const connection of this.#connections.values()) connection.close();
    this.#client.disconnect();
  }

  #owner(channel: string): RedisConnection | undefined {
    const server = this.#client instanceof Cluster ? this.#client.slots[hashSlot(channel)]?.[0] : ONLY_SERVER;
    return server === undefined ? undefined : this.#connections.get(server);
  }

  #connection(redis: Redis): RedisConnection {
    const connection: RedisConnection = new RedisConnection(redis, this.#client instanceof Cluster, {
      receive: (message) => this.#listener?.receive(message),
      opened: () => {
        this.#logReturn();
        this.#listener?.recover();
      },
      lost: (reason) => this.#lost(reason),
      misplaced: () => this.#outdated.add(connection),
    });
    return connection;
  }

  /** Goes along with the slots of the cluster wherever they have moved. */
  #follow(cluster: Cluster): void {
    const primaries = new Map(cluster.nodes("master").map((redis) => [nameOf(redis), redis]));
    for (const [name, redis] of primaries)
      if (!this.#connections.has(name))
        this.#connections.set(name, this.#connection(redis.duplicate(CONNECTION_OPTIONS)));

    const subscribed: Promise<void>[] = [];
    for (const [channel, before] of this.#wanted) {
      const owner = this.#owner(channel);
      if (owner === before && !(owner && this.#outdated.has(owner))) continue;
      if (owner !== before) before?.forget(channel);
      this.#wanted.set(channel, owner);
      if (owner) subscribed.push(owner.subscribe(channel));
    }
    this.#outdated.clear();
    for (const [name, connection] of this.#connections) {
      if (primaries.has(name)) continue;
      this.#connections.delete(name);
      connection.close();
    }
    this.#logReturn();
    if (subscribed.length > 0) void Promise.all(subscribed).then(() => this.#listener?.recover());
  }

  #lost(reason: string): void {
    if (!this.#isAway)
      log().warn(
        { event: "redis_away", reason },
        `Redis is away (${reason}): delivery goes on through Postgres, up to two seconds later.`,
      );
    this.#isAway = true;
  }

  #logReturn(): void {
    if (!this.#isAway || this.status() === "down") return;
    log().warn({ event: "redis_back" }, "Redis is back.");
    this.#isAway = false;
  }
}

const ONLY_SERVER = "";

/** As in `Cluster.slots`. */
function nameOf({ options }: Redis): string {
  return `${options.host}:${options.port}`;
}
