import {
  type Acknowledgement,
  acknowledgementOf,
  outboxPrefix,
  storeAcknowledgement,
  type Target,
} from "./acknowledgement";

/** The most entries in storage. What is more lasts only as long as the page. */
const MAX_STORED = 1_000;

/** Told whether this page has added something: then it is the one to send it. */
type OutboxListener = (isAdded?: boolean) => void;

/**
 * What one user has acknowledged in this browser, until the server has it and the lists show it. It outlives the page, and
 * every tab sees it. Each entry has its own key in storage, so that tabs which write at the same time do not overwrite each
 * other's. Without storage, as in some private windows, it lasts as long as the page.
 */
export class Outbox {
  /** Oldest first. A new array after each change. */
  entries: readonly Acknowledgement[] = [];
  readonly #userId: string;
  readonly #listeners = new Set<OutboxListener>();
  /** Keys of the entries that could not be stored. */
  readonly #unstored = new Set<string>();

  constructor(userId: string) {
    this.#userId = userId;
  }

  add(target: Target): void {
    const entry = acknowledgementOf(target);
    if (this.entries.length >= MAX_STORED || !storeAcknowledgement(this.#userId, entry)) this.#unstored.add(entry.key);
    this.#change([...this.entries, entry], true);
  }

  /** The server has done these. They stay until they are removed, also in other tabs, which hear of both changes in order. */
  confirm(done: readonly Acknowledgement[], doneAt: number): void {
    const keys = new Set(done.map(({ key }) => key));
    for (const entry of done)
      if (!this.#unstored.has(entry.key)) storeAcknowledgement(this.#userId, { ...entry, doneAt });
    for (const key of keys) this.#unstore(key);
    this.#change(this.entries.map((entry) => (keys.has(entry.key) ? { ...entry, doneAt } : entry)));
  }

  remove(isGone: (entry: Acknowledgement) => boolean): void {
    const left = this.entries.filter((entry) => !isGone(entry));
    if (left.length === this.entries.length) return;
    for (const { key } of this.entries.filter(isGone)) this.#unstore(key);
    this.#change(left);
  }

  readonly subscribe = (listener: OutboxListener): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      window.addEventListener("storage", this.#follow);
      // A page in the back/forward cache is told nothing.
      window.addEventListener("pageshow", this.read);
      this.read();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      window.removeEventListener("storage", this.#follow);
      window.removeEventListener("pageshow", this.read);
    };
  };

  /** Takes over what is in storage now. */
  readonly read = (): void => {
    const stored = this.#stored();
    if (!stored) return;
    const kept = this.entries.filter(
      ({ key, doneAt }) => doneAt !== null || this.#unstored.has(key) || stored.has(key),
    );
    for (const { key } of kept) stored.delete(key);
    if (stored.size > 0 || kept.length < this.entries.length)
      this.#change([...kept, ...stored.values()].toSorted((one, other) => (one.key < other.key ? -1 : 1)));
  };

  readonly #follow = ({ key, newValue }: StorageEvent): void => {
    if (key === null) this.read();
    const prefix = outboxPrefix(this.#userId);
    if (!key?.startsWith(prefix)) return;
    const name = key.slice(prefix.length);
    const others = this.entries.filter((entry) => entry.key !== name);
    const stored = parse(newValue);
    if (stored) this.#change([...others, stored]);
    // An entry that is done leaves storage, and stays here until this page's lists show it.
    else if (this.entries.some((entry) => entry.key === name && entry.doneAt === null)) this.#change(others);
  };

  #change(entries: readonly Acknowledgement[], isAdded = false): void {
    this.entries = entries;
    for (const listener of this.#listeners) listener(isAdded);
  }

  /** Null without storage. */
  #stored(): Map<string, Acknowledgement> | null {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(outboxPrefix(this.#userId)));
      const entries = keys.flatMap((key) => parse(localStorage.getItem(key)) ?? []);
      return new Map(entries.map((entry) => [entry.key, entry]));
    } catch {
      return null;
    }
  }

  #unstore(key: string): void {
    this.#unstored.delete(key);
    try {
      localStorage.removeItem(outboxPrefix(this.#userId) + key);
    } catch {
      // Then it was not stored.
    }
  }
}

/** True if this was acknowledged, or done, beyond a feed's position: it belongs to an earlier feed, which is gone. */
export function isBeyond({ target, doneAt }: Acknowledgement, position: number): boolean {
  return Math.max(doneAt ?? 0, "through" in target ? target.through : 0) > position;
}

/** Null for a value that cannot be read: it must not take the others with it. */
function parse(stored: string | null): Acknowledgement | null {
  try {
    const entry = JSON.parse(stored ?? "null") as Partial<Acknowledgement> | null;
    return entry?.key && entry.target ? (entry as Acknowledgement) : null;
  } catch {
    return null;
  }
}
