import type { Bus, BusListener, Message } from "./bus";

/**
 * A bus that is shared with other deployments. Its channels also name a scope, and only processes in the same scope hear each
 * other. Until it has entered a scope it is away; `recover` follows when it has.
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

  /** Whether the scope has to be right: a channel is subscribed, or something was published since the last call. */
  takeUse(): boolean {
    const isInUse = this.#wanted.size > 0 || this.#hasPublished;
    this.#hasPublished = false;
    return isInUse;
  }

  /** Leaves the current scope if it is another one. */
  enter(scope: string): void {
    if (scope === this.#scope) return;
    for (const channel of this.#scope === undefined ? [] : this.#wanted)
      this.#bus.unsubscribe(scoped(channel, this.#scope));
    this.#scope = scope;
    const subscribed = Array.from(this.#wanted, (channel) => this.#bus.subscribe(scoped(channel, scope)));
    if (subscribed.length > 0) void Promise.all(subscribed).then(() => this.#listener?.recover());
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
    this.#bus.listen({
      receive: (message) => {
        const channel = message.channel.slice(PREFIX.length, message.channel.lastIndexOf("}:"));
        if (message.channel === scoped(channel, this.#scope)) listener.receive({ ...message, channel });
      },
      recover: () => listener.recover(),
    });
  }

  async publish(messages: readonly Message[]): Promise<void> {
    this.#hasPublished = true;
    if (this.#scope === undefined) throw new Error("The scope to publish to is not known yet.");
    await this.#bus.publish(messages.map((message) => ({ ...message, channel: scoped(message.channel, this.#scope) })));
  }

  async subscribe(channel: string): Promise<void> {
    this.#wanted.add(channel);
    if (this.#scope !== undefined) await this.#bus.subscribe(scoped(channel, this.#scope));
  }

  unsubscribe(channel: string): void {
    this.#wanted.delete(channel);
    if (this.#scope !== undefined) this.#bus.unsubscribe(scoped(channel, this.#scope));
  }

  status(): "up" | "down" {
    return this.#bus.status();
  }

  close(): void {
    this.#bus.close();
  }
}

const PREFIX = "notifications:{";

/** The name of a channel in a scope. The braces make the part inside choose the slot in a Redis Cluster. */
export function scoped(channel: string, scope = ""): string {
  return `${PREFIX}${channel}}:${scope}`;
}
