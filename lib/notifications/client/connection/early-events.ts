import type { PositionedEvent } from "./positioned-event";

/** More than this while one list is under way, and another one is asked for. */
const MAX_EVENTS = 1_000;

/** What the stream brings while a list is under way: it goes on from the list. */
export class EarlyEvents {
  #events: PositionedEvent[] = [];
  #isOverflown = false;

  /** @param known position of the list that there is: what it has already must not come to another feed in its place. */
  add(events: readonly PositionedEvent[], known: number): void {
    this.#events.push(...events.filter(({ position, event }) => event.type === "SYNC" || position > known));
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
