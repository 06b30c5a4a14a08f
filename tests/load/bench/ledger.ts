import type { Arrival } from "./crowd/client";
import type { Verdict } from "./row";

/** A notification that was accepted, and when its request was sent. */
interface Entry {
  userId: string;
  at: number;
}

/** Milliseconds from a request to each arrival, and what was missing or too much. */
export interface Judgement {
  latencies: number[];
  verdict: Verdict;
}

/** Holds every id that was accepted by one server against every id that arrived from it. */
export class Ledger {
  readonly #accepted = new Map<string, Entry>();
  readonly #arrived = new Set<string>();
  /** Last position, by user. */
  readonly #positions = new Map<string, number>();
  #unjudged: string[] = [];

  accept(id: string, entry: Entry): void {
    this.#accepted.set(id, entry);
    this.#unjudged.push(id);
  }

  /** `arrivals` of each of `users` since the last time, when everything accepted since then had the time to arrive. */
  judge(users: readonly string[], arrivals: readonly (readonly Arrival[])[]): Judgement {
    const latencies: number[] = [];
    const verdict = { accepted: this.#unjudged.length, lost: 0, duplicated: 0, outOfOrder: 0, madeUp: 0 };
    for (const [index, userId] of users.entries())
      for (const { id, at, position } of arrivals[index] ?? []) {
        const entry = this.#accepted.get(id);
        if (entry?.userId !== userId) verdict.madeUp++;
        else if (this.#arrived.has(id)) verdict.duplicated++;
        else {
          this.#arrived.add(id);
          latencies.push(at - entry.at);
        }
        if (position <= (this.#positions.get(userId) ?? 0)) verdict.outOfOrder++;
        if (!Number.isNaN(position)) this.#positions.set(userId, position);
      }
    verdict.lost = this.#unjudged.filter((id) => !this.#arrived.has(id)).length;
    this.#unjudged = [];
    return { latencies, verdict };
  }
}
