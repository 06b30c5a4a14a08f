import type { Acknowledgement, Target } from "./acknowledgement";
import { acknowledgementOf, outboxPrefix, storeAcknowledgement } from "./outbox-storage";

/** Entries that are kept in storage at most. What is more lasts as long as the page. */
const MAX_STORED = 1_000;

/** Told whether something was added by this page, which then is the one to send it. */
export type OutboxListener = (isAdded?: boolean) => void;

/**
 * What one user has acknowledged in this browser and the server does not have, or the lists do not show yet. It outlives the
 * page, and every tab sees it: each entry is stored under a key of its own, so that tabs which write at the same time do not
 * overwrite each other's. Without storage, as in some private windows, it lasts as long as the page.
 */
export class Outbox {
  /** Oldest first; another array after each change. */
  entries: readonly Acknowledgement[] = [];
  readonly #prefix: string;
  readonly #listeners = new Set<OutboxListener>();
  /** Keys of what could not be stored. */
  readonly #unstored = new Set<string>();
  /** How far the page has loaded the feed. */
  #heard: number | null = null;
  #isAllPending = false;

  constructor(userId: string) {
    this.#prefix = outboxPrefix(userId);
  }

  add(target: Target): void {
    const entry = acknowledgementOf(target);
    if (this.entries.length >= MAX_STORED || !this.#store(entry)) this.#unstored.add(entry.key);
    this.#change([...this.entries, entry], true);
  }

  /**
   * Adds everything up to a position, `seen` some of the newest. Without one, up to where the page has loaded the feed; or up
   * to where it first will.
   */
  addAll(position = this.#heard, seen: readonly string[] = []): void {
    this.#isAllPending = position === null;
    if (position !== null) this.add({ through: position, seen });
  }

  hear(position: number): void {
    this.#heard = position;
    if (this.#isAllPending) this.addAll();
  }

  /** The server has done these. They stay until they are removed, in other tabs too, which hear of both in that order. */
  confirm(done: readonly Acknowledgement[], doneAt: number): void {
    const keys = new Set(done.map(({ key }) => key));
    for (const entry of done) if (!this.#unstored.has(entry.key)) this.#store({ ...entry, doneAt });
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
      // Nobody tells a page in the back/forward cache.
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

  /** Takes over what is stored now. */
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
    if (!key?.startsWith(this.#prefix)) return;
    const name = key.slice(this.#prefix.length);
    const others = this.entries.filter((entry) => entry.key !== name);
    const stored = newValue === null ? null : parse(newValue);
    if (stored) this.#change([...others, stored]);
    // What is done is stored no more, and stays until this page's lists show it.
    else if (this.entries.some((entry) => entry.key === name && entry.doneAt === null)) this.#change(others);
  };

  #change(entries: readonly Acknowledgement[], isAdded = false): void {
    this.entries = entries;
    for (const listener of this.#listeners) listener(isAdded);
  }

  /** Null when there is no storage. */
  #stored(): Map<string, Acknowledgement> | null {
    try {
      const entries = new Map<string, Acknowledgement>();
      for (let index = 0; index < localStorage.length; index++) {
        const name = localStorage.key(index);
        const value = name?.startsWith(this.#prefix) ? localStorage.getItem(name ?? "") : null;
        const entry = value === null ? null : parse(value);
        if (entry) entries.set(entry.key, entry);
      }
      return entries;
    } catch {
      return null;
    }
  }

  /** False where there is no storage, or no room in it. */
  #store(entry: Acknowledgement): boolean {
    return storeAcknowledgement(this.#prefix, entry);
  }

  #unstore(key: string): void {
    this.#unstored.delete(key);
    try {
      localStorage.removeItem(this.#prefix + key);
    } catch {
      // Then it was not stored.
    }
  }
}

/** Null for what cannot be read, which must not take the others with it. */
function parse(stored: string): Acknowledgement | null {
  try {
    const entry = JSON.parse(stored) as Partial<Acknowledgement> | null;
    return entry?.key && entry.target ? (entry as Acknowledgement) : null;
  } catch {
    return null;
  }
}
