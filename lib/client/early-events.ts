import type { PositionedEvent } from "./positioned-event";

/** More than this while one list is under way, and another one is asked for. */
const MAX_EVENTS = 1_000;

/** What the stream brings while a list is under way: it goes on from the list. */
export class EarlyEvents {
  #events: PositionedEvent[] = [];
  #isOverflown = false;

  add(events: readonly PositionedEvent[]): void {
    this.#events.push(...events);
    if (this.#events.length <= MAX_EVENTS) return;
    this.#events = [];
    this.#isOverflown = true;
  }

  /** A list is asked for now: it has all that came before. */
  drop(): void {
    this.#events = [];
    this.#isOverflown = false;
  }

  /** The list is there. Null when it is not enough to go on from. */
  take(): readonly PositionedEvent[] | null {
    const events = this.#isOverflown ? null : this.#events;
    this.drop();
    return events;
  }
}
