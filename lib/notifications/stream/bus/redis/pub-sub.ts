import hashSlot from "cluster-key-slot";
import type { Redis } from "ioredis";

/** Channels named in one SUBSCRIBE: a long command would hold up Redis and everybody behind it. */
const CHANNELS_PER_COMMAND = 1_000;

/** The commands of one kind of publish and subscribe. */
export interface PubSub {
  publish(redis: Redis, channel: string, message: Buffer): Promise<unknown>;
  subscribe(redis: Redis, channels: readonly string[]): Promise<unknown>;
  unsubscribe(redis: Redis, channels: readonly string[]): Promise<unknown>;
  /** The channels, as they may be named together in one command. */
  batches(channels: readonly string[]): string[][];
  /** The event of ioredis that brings a message. */
  messageEvent: string;
  /** The field of CLIENT INFO that counts the subscriptions of a connection. */
  countField: string;
}

/** On one server. */
export const plainPubSub: PubSub = {
  publish: (redis, channel, message) => redis.publish(channel, message),
  subscribe: (redis, channels) => redis.subscribe(...channels),
  unsubscribe: (redis, channels) => redis.unsubscribe(...channels),
  batches: (channels) => {
    const count = Math.ceil(channels.length / CHANNELS_PER_COMMAND);
    return Array.from({ length: count }, (_, index) =>
      channels.slice(index * CHANNELS_PER_COMMAND, (index + 1) * CHANNELS_PER_COMMAND),
    );
  },
  messageEvent: "messageBuffer",
  countField: "sub",
};

/** On a cluster, where a channel lives on the node of its slot, and a command names channels of one slot. */
export const shardedPubSub: PubSub = {
  publish: (redis, channel, message) => redis.spublish(channel, message),
  subscribe: (redis, channels) => redis.ssubscribe(...channels),
  unsubscribe: (redis, channels) => redis.sunsubscribe(...channels),
  batches: (channels) => {
    const bySlot = new Map<number, string[]>();
    for (const channel of channels) {
      const slot = hashSlot(channel);
      const batch = bySlot.get(slot);
      if (batch) batch.push(channel);
      else bySlot.set(slot, [channel]);
    }
    return [...bySlot.values()];
  },
  messageEvent: "smessageBuffer",
  countField: "ssub",
};
