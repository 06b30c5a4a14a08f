import { setTimeout as delay } from "node:timers/promises";

import type postgres from "postgres";
import { expect } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";

import { expectProblem } from "./problem";
import type { StreamClient } from "./stream-client";
import type { System } from "./system";

/** Between an answer and the next request: what is tested is that nothing is lost, not how much gets through. */
const PAUSE_MS = 20;

/** A producer that goes on whatever happens, and knows what each request came to. */
export class Traffic {
  /** Ids that were answered with 201: committed, so they must be delivered. */
  readonly accepted: string[] = [];
  refused = 0;
  #going = true;
  readonly #done: Promise<void>;

  /** Sends to the user from `connections` connections, in turn to each of the system's processes. */
  constructor(
    private readonly system: System,
    private readonly userId: string,
    connections = 4,
  ) {
    this.#done = Promise.all(Array.from({ length: connections }, (_, index) => this.#run(index))).then(() => {});
    this.#done.catch(() => {
      // Told by stop().
    });
  }

  /** Resolves when every request is answered. Rejects when one hung, or was answered with anything but 201 or 503. */
  async stop(): Promise<void> {
    this.#going = false;
    await this.#done;
  }

  async #run(index: number): Promise<void> {
    let round = index;
    while (this.#going) {
      const url = this.system.apps[round++ % this.system.apps.length]?.url ?? "";
      const response = await this.system.produce({ user_id: this.userId, type: "test", message: "m" }, {}, url);
      if (response.status === 201) {
        const { notifications } = AppendResponse.parse(await response.json());
        this.accepted.push(...notifications.map(({ id }) => id));
      } else {
        await expectUnavailable(response);
        this.refused++;
      }
      await delay(PAUSE_MS);
    }
  }
}

/** 503 with a time to come back. */
export async function expectUnavailable(response: Response): Promise<void> {
  await expectProblem(response, 503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
}

/** Everything that was accepted is in the feed, and each stream got exactly the feed. */
export async function expectDelivered(
  sql: postgres.Sql,
  user: string,
  traffic: Traffic,
  streams: readonly StreamClient[],
): Promise<void> {
  const rows = await sql<{ id: string }[]>`select id from notifications where user_id = ${user} order by seq`;
  const feed = rows.map(({ id }) => id);
  expect(feed).toEqual(expect.arrayContaining(traffic.accepted));
  for (const stream of streams) {
    await stream.until(({ positions }) => positions.length >= feed.length);
    expect(stream.positions).toEqual(feed.map((_, index) => index + 1));
    expect(stream.notificationIds).toEqual(feed);
    stream.close();
  }
}
