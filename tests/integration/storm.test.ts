import { expect, it, vi } from "vitest";

import { StreamClient } from "@/tests/support/app/stream-client";
import { bearer, System } from "@/tests/support/app/system";

const CLIENTS = 400;

it("catches a crowd that comes back at once up with a handful of queries, each client with all that it missed", async () => {
  const system = await System.start();
  try {
    const users = await system.addUsers(CLIENTS);
    const headers = await Promise.all(users.map((userId) => bearer(userId)));
    const openAll = (lastEventId: string): Promise<StreamClient[]> =>
      Promise.all(
        headers.map(async (header) =>
          (await StreamClient.open(system.url, { ...header, "Last-Event-ID": lastEventId })).synced(),
        ),
      );

    for (const client of await openAll("0")) client.close();
    for (const message of ["first", "second"]) {
      const response = await system.produce({ user_ids: users, type: "t", message });
      expect(response.status).toBe(201);
    }
    const clients = await openAll("0");
    for (const client of clients) {
      expect(client.positions).toEqual([1, 2]);
      expect(client.named("sync")).toHaveLength(1);
      client.close();
    }

    // A connection reports what it did when it ends at the latest.
    await Promise.all(system.apps.map((app) => app.stop()));
    await vi.waitUntil(async () => {
      const connections = await system.sql`
        select from pg_stat_activity
        where datname = current_database() and application_name = 'notifications'`;
      return connections.length === 0;
    });
    const [database] = await system.sql<{ transactions: number }[]>`
      select xact_commit::int as transactions from pg_stat_database where datname = current_database()`;
    expect(database?.transactions).toBeLessThan(CLIENTS / 2);
  } finally {
    await system.stop();
  }
});
