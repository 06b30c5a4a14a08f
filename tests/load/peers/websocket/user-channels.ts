import { Redis } from "ioredis";

import { envelope } from "./envelope";
import { environment } from "./environment";
import type { Stored } from "./store";

const channel = (userId: string): string => `peer-notifications:${userId}`;

/** Takes the text of an envelope. */
export type Deliver = (text: string) => void;

/**
 * Redis between the processes: a channel for each user, to which a process subscribes while somebody of that user is
 * connected to it. What is published while the connection to Redis is lost reaches nobody until they reconnect.
 */
export class UserChannels {
  readonly #publisher = new Redis(environment.redisUrl);
  readonly #subscriber = new Redis(environment.redisUrl);
  readonly #members = new Map<string, Set<Deliver>>();

  constructor() {
    for (const redis of [this.#publisher, this.#subscriber])
      redis.on("error", (error: Error) => console.error(error.message));
    this.#subscriber.on("message", (name: string, text: string) => {
      for (const deliver of this.#members.get(name) ?? []) deliver(text);
    });
  }

  /** One message to each user, all in one go. Nobody waits for it. */
  publish(stored: readonly Stored[]): void {
    const pipeline = this.#publisher.pipeline();
    for (const { userId, notification } of stored)
      pipeline.publish(channel(userId), JSON.stringify(envelope(notification)));
    pipeline.exec().catch((error: Error) => console.error(error.message));
  }

  /** Resolves when Redis has subscribed. */
  async join(userId: string, deliver: Deliver): Promise<void> {
    const name = channel(userId);
    const members = this.#members.get(name) ?? new Set();
    this.#members.set(name, members.add(deliver));
    await this.#subscriber.subscribe(name);
  }

  leave(userId: string, deliver: Deliver): void {
    const name = channel(userId);
    const members = this.#members.get(name);
    if (!members?.delete(deliver) || members.size > 0) return;
    this.#members.delete(name);
    this.#subscriber.unsubscribe(name).catch((error: Error) => console.error(error.message));
  }

  close(): void {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }
}
