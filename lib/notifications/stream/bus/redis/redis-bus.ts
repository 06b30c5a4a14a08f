import type { Bus, BusListener, Message } from "../bus";
import { OutageLog } from "./outage-log";
import { plainPubSub } from "./pub-sub";
import { RedisPublisher } from "./redis-publisher";
import { RedisSubscriber } from "./redis-subscriber";

/** A doorbell between processes: pub/sub on one Redis server. */
export class RedisBus implements Bus {
  readonly #publisher: RedisPublisher;
  readonly #subscriber: RedisSubscriber;
  readonly #outages = new OutageLog();
  #listener: BusListener | undefined;

  constructor(url: string) {
    const lost = (reason: string): void => this.#outages.away(reason);
    this.#publisher = new RedisPublisher(url, plainPubSub, { opened: () => this.#logReturn(), lost });
    this.#subscriber = new RedisSubscriber(url, plainPubSub, {
      receive: (message) => this.#listener?.receive(message),
      subscribed: () => {
        this.#logReturn();
        this.#listener?.recover();
      },
      refused: (_, reason) => this.#subscriber.drop(reason),
      lost,
    });
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  publish(messages: readonly Message[]): Promise<void> {
    return this.#publisher.publish(messages);
  }

  async subscribe(channel: string): Promise<void> {
    await this.#subscriber.subscribe(channel);
  }

  unsubscribe(channel: string): void {
    this.#subscriber.unsubscribe(channel);
  }

  status(): "up" | "down" {
    return this.#publisher.up && this.#subscriber.up ? "up" : "down";
  }

  async close(): Promise<void> {
    await Promise.all([this.#publisher.close(), this.#subscriber.close()]);
  }

  #logReturn(): void {
    if (this.status() === "up") this.#outages.back();
  }
}
