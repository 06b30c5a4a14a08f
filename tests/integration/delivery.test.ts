import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { startApp } from "@/tests/support/app-server";
import type { StreamClient } from "@/tests/support/stream-client";
import { System } from "@/tests/support/system";
import { upTo } from "@/tests/support/up-to";

describe.each([
  ["Redis brings every event", {}],
  ["Redis sees positions only", { REDIS_POSITIONS_ONLY: "1" }],
])("delivery over two processes, where %s", (_, env) => {
  let system: System;
  let user: string;
  let urls: [string, string];

  beforeAll(async () => {
    system = await System.start({ instances: 2, env: { MAX_STREAMS_PER_USER: "300", ...env } });
    urls = system.apps.map((app) => app.url) as [string, string];
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  const messagesOf = (client: StreamClient): string[] =>
    client.named("message").map(({ data }) => (JSON.parse(data) as { payload: { id: string } }).payload.id);

  it("brings an event from one process to a stream of the other in under two seconds", async () => {
    const client = await (await system.openStream(user, undefined, urls[1])).synced();
    const sentAt = Date.now();
    await system.produce({ user_id: user, type: "t", message: "m" }, {}, urls[0]);
    await client.until(({ positions }) => positions.length === 1);
    expect(client.events.at(-1)?.at).toBeLessThan(sentAt + 2000);
    client.close();
  });

  it("gives 1,000 events from ten connections positions 1 to 1,000, and each of three streams all of them, in order, once", async () => {
    const clients = await Promise.all(
      [urls[0], urls[1], urls[1]].map((url) => system.openStream(user, undefined, url)),
    );
    await Promise.all(clients.map((client) => client.synced()));
    const ids = new Set<string>();
    await Promise.all(
      Array.from({ length: 10 }, async (_, connection) => {
        for (let index = 0; index < 100; index++) {
          const response = await system.produce({ user_id: user, type: "t", message: "m" }, {}, urls[connection % 2]);
          expect(response.status).toBe(201);
          const { notifications } = (await response.json()) as { notifications: [{ id: string }] };
          ids.add(notifications[0].id);
        }
      }),
    );
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length >= 1000)));
    for (const client of clients) {
      expect(client.positions).toEqual(upTo(1000));
      expect(new Set(messagesOf(client))).toEqual(ids);
      client.close();
    }
  });

  it("brings one broadcast to every connected user, once", async () => {
    const users = await system.addUsers(200);
    const clients = await Promise.all(
      users.map((userId, index) => system.openStream(userId, undefined, urls[index % 2])),
    );
    await Promise.all(clients.map((client) => client.synced()));
    const response = await system.produce({ user_ids: users, type: "t", message: "everybody" });
    const { notifications } = (await response.json()) as { notifications: { id: string; user_id: string }[] };
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length === 1)));
    expect(clients.map((client) => messagesOf(client))).toEqual(notifications.map(({ id }) => [id]));
    for (const client of clients) client.close();
  });

  it("loses and repeats nothing for clients that are cut off again and again while events flow", async () => {
    const TOTAL = 400;
    let sending = true;
    const received: number[] = [];
    const client = (async () => {
      for (let round = 0; received.length < TOTAL; round++) {
        const stream = await system.openStream(user, received.at(-1) ?? 0, urls[round % 2]);
        const enough = stream.until(({ positions }) => positions.length >= 1 + (round % 40), sending ? 5000 : 500);
        await enough.catch(() => {});
        stream.close();
        received.push(...stream.positions);
      }
    })();
    await system.notifyMany(user, TOTAL);
    sending = false;
    await client;
    expect(received).toEqual(upTo(TOTAL));
  });
});

describe("a process that stops", () => {
  it("ends its streams with a time to come back, exits by itself, and the next one goes on where it ended", async () => {
    const system = await System.start();
    const [first] = system.apps;
    if (!first) throw new Error("no instance");
    const [user] = (await system.addUsers(1)) as [string];
    try {
      const client = await (await system.openStream(user)).synced();
      await system.notify(user);
      await client.until(({ positions }) => positions.length === 1);
      const stopped = first.stop();
      await client.ended;
      expect(client.raw).toMatch(/retry: \d+\n\n$/);
      // Null would mean that it had to be killed.
      expect(await stopped).not.toBeNull();

      const settings = {
        DATABASE_URL: system.databaseUrl,
        AUTH_SECRET: "a secret of the test suite, 32 bytes or more",
      };
      const second = await startApp({ ...settings, INTERNAL_API_KEYS: "suite:key-of-the-test-suite", DEMO: "1" });
      await system.produce({ user_id: user, type: "t", message: "meanwhile" }, {}, second.url);
      const resumed = await (await system.openStream(user, client.positions.at(-1), second.url)).synced();
      expect(resumed.positions).toEqual([2]);
      resumed.close();
      await second.stop();
    } finally {
      await system.stop();
    }
  });
});

describe("a server that is not configured", () => {
  it("does not start, and says why in one line for each variable", async () => {
    const failure: unknown = await startApp({ AUTH_SECRET: "short" }).catch((error: unknown) => error);
    const lines = String(failure).split("\n");
    expect(lines.filter((line) => /^[A-Z_]+ is /.test(line))).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing/),
      expect.stringMatching(/^AUTH_SECRET is too weak/),
      expect.stringMatching(/^INTERNAL_API_KEYS is missing/),
    ]);
  });
});
