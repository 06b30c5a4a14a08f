/** Gathers what is added in one burst, and hands it over together, in order. */
export class Batches<Item> {
  readonly #handle: (items: readonly Item[]) => void;
  #gathered: Item[] = [];
  #bell: MessagePort | null = null;

  constructor(handle: (items: readonly Item[]) => void) {
    this.#handle = handle;
  }

  add(item: Item): void {
    if (this.#gathered.push(item) === 1) this.#ring();
  }

  /** Forgets what was not handed over. */
  drop(): void {
    this.#gathered = [];
  }

  /** By a message to itself, not by a timer: a hidden tab's timers are late, and visible tabs wait for what it brings. */
  #ring(): void {
    if (!this.#bell) {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener("message", () => this.#flush());
      port1.start();
      this.#bell = port2;
    }
    // A port has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    this.#bell.postMessage(null);
  }

  #flush(): void {
    const items = this.#gathered;
    this.drop();
    if (items.length > 0) this.#handle(items);
  }
}
