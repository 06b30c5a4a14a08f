export interface Batches<Item> {
  add(item: Item): void;
  /** Forgets what has not been handed over. */
  drop(): void;
}

/** Gathers what is added in one burst and hands it over together, in order. */
export function inBatches<Item>(handle: (items: readonly Item[]) => void): Batches<Item> {
  let gathered: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    const items = gathered;
    timer = undefined;
    gathered = [];
    handle(items);
  }

  return {
    add(item) {
      gathered.push(item);
      timer ??= setTimeout(flush, 0);
    },
    drop() {
      clearTimeout(timer);
      timer = undefined;
      gathered = [];
    },
  };
}
