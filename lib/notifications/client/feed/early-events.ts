import type { PositionedEvent } from "../connection/positioned-event";

/** If more come while a list is under way, the list is fetched again. */
const MAX_EVENTS = 1_000;

/** What the stream brings while a list is under way, to apply to that list. */
export class EarlyEvents {
  #events: PositionedEvent[] = [];
  #hasOverflowed = false;

  /** `known`: position of the list so far. What that list has already must not come to another feed in its place. */
  add(events: readonly PositionedEvent[], known: number): void {
    this.#events.push(...events.filter(({ position, event }) => event.type === "SYNC" || position > known));
    if (this.#events.length <= MAX_EVENTS) return;
    this.#events = [];
    this.#hasOverflowed = true;
  }

  /** A list is asked for now: it holds everything that came before. */
  drop(): void {
    this.#events = [];
    this.#hasOverflowed = false;
  }

  /** The list is there. Null if events were lost after it. */
  take(): readonly PositionedEvent[] | null {
    const events = this.#hasOverflowed ? null : this.#events;
    this.drop();
    return events;
  }
}
