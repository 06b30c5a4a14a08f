import { randomUUID } from "node:crypto";

import { inject } from "vitest";

import { METRICS_KEY, OTHER_PRODUCER_KEY, PRODUCER_KEY } from "@/tests/support/app/settings";
import { ADA, System } from "@/tests/support/app/system";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";

/** What one producer may send in a minute: as little as the settings take. */
export const LIMIT = 10_000;

/** The servers of which every documented answer can be had. */
export interface World {
  /** A demo in which all is well. It takes one stream of a user, and `LIMIT` notifications of a producer. */
  demo: System;
  /** No demo, and full: the only stream it takes is open. */
  full: System;
  /** Neither its database nor its Redis can be reached. */
  away: System;
  /** Its database has lost its tables. */
  broken: System;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const databasePort = Number(new URL(inject("postgres").adminUrl).port);
  const proxy = await FaultProxy.start(databasePort);
  // What they send is counted by name in the Redis of all tests.
  const [sender, spender] = [randomUUID(), randomUUID()];
  const [demo, full, away, broken] = await Promise.all([
    System.start({
      env: {
        DATA_REGION: "eu-central-1",
        MAX_STREAMS_PER_USER: "1",
        PRODUCER_NOTIFICATIONS_PER_MINUTE: String(LIMIT),
        INTERNAL_API_KEYS: `${sender}/send/privacy/metrics:${PRODUCER_KEY},${spender}:${OTHER_PRODUCER_KEY},prometheus/metrics:${METRICS_KEY}`,
      },
    }),
    System.start({ env: { DEMO: "0", MAX_STREAMS: "1" } }),
    System.start({ databasePort: proxy.port, env: { REDIS_URL: "redis://127.0.0.1:1" } }),
    System.start(),
  ]);
  const stream = await full.openStream(ADA);
  proxy.refuse();
  proxy.cut("reset");
  await broken.sql`drop table users, notification_feeds, notifications, idempotency_keys cascade`;
  return {
    demo,
    full,
    away,
    broken,
    stop: async () => {
      stream.close();
      proxy.stop();
      await Promise.all([demo, full, away, broken].map((system) => system.stop()));
    },
  };
}
