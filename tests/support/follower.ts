import { setTimeout as delay } from "node:timers/promises";

import { StreamClient } from "./stream-client";
import { bearer } from "./system";

/** Follows a feed as an EventSource does: where a connection ends it comes back, after the time it was told to wait. */
export class Follower {
  /** Of each connection, in order; "broken" when there was no answer. */
  readonly statuses: (number | "broken")[] = [];
  readonly #url: string;
  readonly #userId: string;
  readonly #ended: number[] = [];
  readonly #closing = new AbortController();
  #stream: StreamClient | undefined;
  #reconnectMs = 0;

  /** From the beginning of this user's feed. */
  constructor(url: string, userId: string) {
    this.#url = url;
    this.#userId = userId;
    void this.#follow();
  }

  /** Positions of all changes received, in order, over all connections. */
  get positions(): number[] {
    return [...this.#ended, ...(this.#stream?.positions ?? [])];
  }

  close(): void {
    this.#closing.abort();
    this.#stream?.close();
  }

  async #follow(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const headers = { ...(await bearer(this.#userId)), "Last-Event-ID": String(this.positions.at(-1) ?? 0) };
      this.#stream = await StreamClient.open(this.#url, headers).catch(() => undefined);
      this.statuses.push(this.#stream?.response.status ?? "broken");
      await this.#stream?.ended;
      this.#reconnectMs = Number(this.#stream?.raw.match(/(?<=^retry: )\d+/gm)?.at(-1) ?? this.#reconnectMs);
      this.#ended.push(...(this.#stream?.positions ?? []));
      this.#stream = undefined;
      await delay(this.#reconnectMs, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }
}
