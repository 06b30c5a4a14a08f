import type { Bus, BusListener, Message } from "./bus/bus";

/**
 * A bus that is shared with others: its channels also name a scope, and only those in the same scope hear each other.
 * Before it has entered a scope it is away: `recover` follows when it has.
 */
export class ScopedBus implements Bus {
  readonly #bus: Bus;
  readonly #wanted = new Set<string>();
  #listener: BusListener | undefined;
  #scope: string | undefined;
  #hasPublished = false;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** True while something is to be heard, or was to be said since it was asked last: the scope then has to be right. */
  takeUse(): boolean {
    const isInUse = this.#wanted.size > 0 || this.#hasPublished;
    this.#hasPublished = false;
    return isInUse;
  }

  /** Leaves the scope so far, if it is another one. */
  enter(scope: string): void {
    if (scope === this.#scope) return;
    for (const channel of this.#scope === undefined ? [] : this.#wanted) this.#bus.unsubscribe(this.#named(channel));
    this.#scope = scope;
    const subscribed = Array.from(this.#wanted, (channel) => this.#bus.subscribe(this.#named(channel)));
    if (subscribed.length > 0) void Promise.all(subscribed).then(() => this.#listener?.recover());
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
    this.#bus.listen({
      receive: ({ channel, frame }) => {
        const suffix = this.#named("");
        if (channel.endsWith(suffix)) listener.receive({ channel: channel.slice(0, -suffix.length), frame });
      },
      recover: () => listener.recover(),
    });
  }

  async publish(messages: readonly Message[]): Promise<void> {
    this.#hasPublished = true;
    if (this.#scope === undefined) throw new Error("it is not known yet to whom to publish");
    await this.#bus.publish(messages.map(({ channel, frame }) => ({ channel: this.#named(channel), frame })));
  }

  async subscribe(channel: string): Promise<void> {
    this.#wanted.add(channel);
    if (this.#scope !== undefined) await this.#bus.subscribe(this.#named(channel));
  }

  unsubscribe(channel: string): void {
    this.#wanted.delete(channel);
    if (this.#scope !== undefined) this.#bus.unsubscribe(this.#named(channel));
  }

  status(): "up" | "down" {
    return this.#bus.status();
  }

  close(): Promise<void> {
    return this.#bus.close();
  }

  /** Behind the channel, whose braces still decide where it lives in a Redis Cluster. */
  #named(channel: string): string {
    return `${channel}:${this.#scope ?? ""}`;
  }
}
