interface Batches<Item> {
  add(item: Item): void;
  /** Forgets what was not handed over. */
  drop(): void;
}

/** Gathers what is added in one burst, and hands it over together, in order. */
export function inBatches<Item>(handle: (items: readonly Item[]) => void): Batches<Item> {
  let gathered: Item[] = [];
  let bell: MessagePort | undefined;

  function flush(): void {
    const items = gathered;
    gathered = [];
    if (items.length > 0) handle(items);
  }

  /** By a message to itself, not by a timer: a hidden tab's timers are late, and visible tabs wait for what it brings. */
  function ring(): void {
    if (!bell) {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener("message", flush);
      port1.start();
      bell = port2;
    }
    // A port has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    bell.postMessage(null);
  }

  return {
    add(item) {
      if (gathered.push(item) === 1) ring();
    },
    drop() {
      gathered = [];
    },
  };
}
