import type { Bus, BusListener, Message } from "./bus";

/** A bus inside one process, for development and single-process deployments. */
export class LocalBus implements Bus {
  #listener: BusListener | undefined;
  readonly #channels = new Set<string>();

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  async publish(messages: readonly Message[]): Promise<void> {
    // Later, as from a network: a publisher never runs what its receivers do.
    await Promise.resolve();
    for (const message of messages) if (this.#channels.has(message.channel)) this.#listener?.receive(message);
  }

  async subscribe(channel: string): Promise<void> {
    this.#channels.add(channel);
  }

  unsubscribe(channel: string): void {
    this.#channels.delete(channel);
  }

  status(): "up" {
    return "up";
  }

  close(): void {
    this.#channels.clear();
  }
}
