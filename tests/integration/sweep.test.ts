import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";

import { connect, type Database } from "@/db/connection/client";
import { append } from "@/db/feed/append";
import { encode } from "@/lib/notifications/stream/bus/envelope";
import { eventFrame } from "@/lib/notifications/stream/sse-frame";
import { type StreamClient, upTo } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";

/** What `sync` said last. */
function syncOf(client: StreamClient): unknown {
  return (JSON.parse(client.named("sync").at(-1)?.data ?? "null") as { payload: unknown }).payload;
}

describe("what no message told", () => {
  let system: System;
  let sql: Database;
  let user: string;

  beforeAll(async () => {
    system = await System.start({ instances: 2 });
    sql = connect(system.databaseUrl, { max: 2 });
  });
  afterAll(async () => {
    await sql.end();
    await system.stop();
  });
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  const openOnBoth = (): Promise<StreamClient[]> =>
    Promise.all(system.apps.map(async (app) => (await system.openStream(user, undefined, app.url)).synced()));

  it("reaches every process in under two seconds: a producer died between commit and publish", async () => {
    const clients = await openOnBoth();
    const committedAt = Date.now();
    await append(sql, { type: "t", message: "m", link: null }, [{ userId: user, id: crypto.randomUUID() }], undefined);
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length === 1)));
    for (const client of clients) {
      expect(client.events.at(-1)?.at).toBeLessThan(committedAt + 2000);
      client.close();
    }
  });

  it("reaches streams that hear of later changes only, in order", async () => {
    const clients = await openOnBoth();
    for (let round = 0; round < 10; round++) {
      await append(
        sql,
        { type: "t", message: "m", link: null },
        [{ userId: user, id: crypto.randomUUID() }],
        undefined,
      );
      await system.notify(user);
    }
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length === 20)));
    for (const client of clients) {
      expect(client.positions).toEqual(upTo(20));
      client.close();
    }
  });

  it("is said with complete:false when the user was deleted and made anew, and what follows is live", async () => {
    await system.notify(user);
    await system.notify(user);
    const clients = await openOnBoth();
    await sql`delete from users where id = ${user}`;
    await sql`insert into users values (${user}, 'somebody else')`;
    await Promise.all(clients.map((client) => client.until((one) => one.named("sync").length === 2)));
    for (const client of clients)
      expect(syncOf(client)).toEqual({ position: "0", replayed: 0, complete: false, unread: 0 });
    await system.notify(user);
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length === 1)));
    for (const client of clients) {
      expect(client.positions).toEqual([1]);
      client.close();
    }
  });

  it("is said with complete:false to everybody when feeds were lifted after a restored backup, and the unread ones stay", async () => {
    for (let count = 0; count < 3; count++) await system.notify(user);
    const clients = await openOnBoth();
    // As the README says it.
    await sql`update notification_feeds set head_seq = head_seq + 1000000000, floor_seq = head_seq + 1000000000`;
    await Promise.all(clients.map((client) => client.until((one) => one.named("sync").length === 2)));
    const seen = await (await system.openStream(user, 3)).synced();
    for (const client of [...clients, seen])
      expect(syncOf(client)).toEqual({ position: "1000000003", replayed: 0, complete: false, unread: 3 });
    expect(await (await system.list(user)).json()).toHaveLength(3);
    await system.notify(user);
    await Promise.all([...clients, seen].map((client) => client.until(({ positions }) => positions.length === 1)));
    for (const client of [...clients, seen]) {
      expect(client.positions).toEqual([1_000_000_004]);
      client.close();
    }
  });

  it("takes back a message that came from another database on the same Redis", async () => {
    const [client, other] = (await openOnBoth()) as [StreamClient, StreamClient];
    other.close();
    const redis = new Redis(inject("redisUrl"));
    const channel = await system.channel(user);
    const frame = eventFrame({ id: 1, data: '{"foreign":true}' });
    await redis.publish(channel, encode({ kind: "change", channel, position: 1, changedAt: null, frame }));
    redis.disconnect();
    await client.until((one) => one.named("sync").length === 2);
    expect(syncOf(client)).toEqual({ position: "0", replayed: 0, complete: false, unread: 0 });
    client.close();
  });
});
