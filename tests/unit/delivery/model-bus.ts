import type { Bus, BusListener, Message } from "@/lib/stream/bus";

/** A bus on which nothing happens by itself: the test decides what arrives, when, how often and in which order. */
export class ModelBus implements Bus {
  #listener: BusListener | undefined;
  readonly channels = new Set<string>();
  /** Each acknowledges a subscription. */
  readonly acknowledgements: (() => void)[] = [];

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  async publish(): Promise<void> {
    throw new Error("messages are brought by the test");
  }

  bring(message: Message): void {
    this.#listener?.receive(message);
  }

  recover(): void {
    this.#listener?.recover();
  }

  subscribe(channel: string): Promise<void> {
    if (this.channels.has(channel)) throw new Error("subscribed twice");
    this.channels.add(channel);
    return new Promise((resolve) => this.acknowledgements.push(resolve));
  }

  unsubscribe(channel: string): void {
    this.channels.delete(channel);
  }

  status(): "up" {
    return "up";
  }

  async close(): Promise<void> {}
}
