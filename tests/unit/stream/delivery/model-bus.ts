import type { Bus, BusListener, Message } from "@/lib/notifications/stream/bus/bus";

/** A bus on which nothing happens by itself: the test decides what arrives, when, how often and in which order. */
export class ModelBus implements Bus {
  #listener: BusListener | undefined;
  readonly channels = new Set<string>();
  /** Each lets a subscription take effect. */
  readonly acknowledgements: (() => void)[] = [];
  /** Channels on which no message is lost but by the test's will. */
  #subscribed = new Set<string>();
  isAway = false;

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  async publish(): Promise<void> {
    throw new Error("messages are brought by the test");
  }

  bring(message: Message): void {
    this.#listener?.receive(message);
  }

  isSubscribed(channel: string): boolean {
    return this.#subscribed.has(channel);
  }

  goAway(): void {
    this.isAway = true;
    this.#subscribed.clear();
    for (const acknowledge of this.acknowledgements.splice(0)) acknowledge();
  }

  comeBack(): void {
    this.isAway = false;
    this.#subscribed = new Set(this.channels);
    this.#listener?.recover();
  }

  async subscribe(channel: string): Promise<void> {
    if (this.channels.has(channel)) throw new Error("subscribed twice");
    this.channels.add(channel);
    if (this.isAway) return;
    await new Promise<void>((resolve) => this.acknowledgements.push(resolve));
    if (!this.isAway && this.channels.has(channel)) this.#subscribed.add(channel);
  }

  unsubscribe(channel: string): void {
    this.channels.delete(channel);
    this.#subscribed.delete(channel);
  }

  status(): "up" {
    return "up";
  }

  close(): void {}
}
