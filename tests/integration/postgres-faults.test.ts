import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { startApp } from "@/tests/support/app-server";
import { atPort } from "@/tests/support/at-port";
import { eventually } from "@/tests/support/eventually";
import { FaultProxy } from "@/tests/support/fault-proxy";
import { OwnPostgres } from "@/tests/support/own-postgres";
import { asAdmin } from "@/tests/support/postgres-server";
import { SUITE_SETTINGS } from "@/tests/support/settings";
import type { StreamClient } from "@/tests/support/stream-client";
import { System } from "@/tests/support/system";
import { expectUnavailable, Traffic } from "@/tests/support/traffic";

const POOL_SIZE = 10;

describe("while Postgres is away", () => {
  let own: OwnPostgres;
  let proxy: FaultProxy;
  let system: System;
  let user: string;

  beforeAll(async () => {
    own = await OwnPostgres.start();
    proxy = await FaultProxy.start(own.port);
    system = await System.start({ instances: 2, source: own, databasePort: proxy.port });
  });
  afterAll(async () => {
    own.thaw();
    await system.stop();
    proxy.stop();
    await own.stop();
  });
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  const openOnEach = (lastEventId?: number): Promise<StreamClient[]> =>
    Promise.all(system.apps.map(({ url }) => system.openStream(user, lastEventId, url)));

  const statusesOf = (path: string): Promise<number[]> =>
    Promise.all(system.apps.map(async ({ url }) => (await fetch(url + path)).status));

  it("opens no more connections than the pool has, however many streams and requests wait", async () => {
    const users = await system.addUsers(200);
    own.freeze();
    const streams = await Promise.all(
      users.map((userId, index) => system.openStream(userId, 0, system.apps[index % 2]?.url)),
    );
    const traffic = new Traffic(system, user, 50);
    await eventually(() => {
      expect(proxy.connections).toBeLessThanOrEqual(POOL_SIZE * system.apps.length);
      return traffic.refused > 100;
    });
    own.thaw();
    await Promise.all(streams.map((stream) => stream.synced()));
    await traffic.stop();
    for (const stream of streams) stream.close();
  });

  it.each([
    { state: "crashed", fail: () => own.crash(), recover: () => own.start() },
    { state: "frozen", fail: async () => own.freeze(), recover: async () => own.thaw() },
    { state: "cut off without a word", fail: async () => proxy.swallow(), recover: async () => proxy.pass() },
  ])(
    "($state) requests get 503, streams stay open and receive everything afterwards",
    async ({ fail, recover }) => {
      const streams = await openOnEach();
      await Promise.all(streams.map((stream) => stream.synced()));
      let ended = 0;
      for (const stream of streams) void stream.ended.then(() => ended++);
      const traffic = new Traffic(system, user);
      await eventually(() => traffic.accepted.length > 20);

      await fail();
      await eventually(() => traffic.refused > 4);
      await expectUnavailable(await system.list(user));
      await expectUnavailable(await system.read(user, { through: "1" }));
      expect(await statusesOf("/api/health/ready")).toEqual([503, 503]);
      expect(await statusesOf("/api/health/live")).toEqual([200, 200]);
      const newcomers = await openOnEach(0);
      expect(newcomers.map(({ response }) => response.status)).toEqual([200, 200]);

      const before = traffic.accepted.length;
      await recover();
      await eventually(async () => (await statusesOf("/api/health/ready")).every((status) => status === 200));
      await Promise.all(newcomers.map((stream) => stream.synced()));
      await eventually(() => traffic.accepted.length > before + 20);
      await traffic.stop();

      expect(ended).toBe(0);
      await expectDelivered(system.sql, user, traffic, [...streams, ...newcomers]);
      for (const { log } of system.apps) expect(log()).not.toMatch(/TypeError|uncaught|unhandled/i);
    },
    120_000,
  );
});

describe("after a failover", () => {
  let primary: OwnPostgres;
  let standby: OwnPostgres;
  let proxy: FaultProxy;
  let system: System;
  let user: string;

  beforeEach(async () => {
    primary = await OwnPostgres.start({ synchronous_commit: "remote_apply" });
    standby = await primary.standby();
    proxy = await FaultProxy.start(primary.port);
    system = await System.start({ instances: 2, source: primary, databasePort: proxy.port });
    [user] = (await system.addUsers(1)) as [string];
    // From here on what is committed is on the standby too, or a failover would lose it.
    await alter(primary, "synchronous_standby_names", "*");
  }, 120_000);
  afterEach(async () => {
    primary.thaw();
    await alter(primary, "synchronous_standby_names", "");
    await system.stop();
    proxy.stop();
    await standby.stop();
    await primary.stop();
  }, 120_000);

  /** The standby takes over, and new connections lead to it. */
  async function failOver(): Promise<postgres.Sql> {
    await asAdmin(standby.adminUrl, (sql) => sql`select pg_promote()`);
    proxy.target = standby.port;
    return postgres(atPort(system.databaseUrl, standby.port), { max: 1 });
  }

  it("from a silent primary, delivers all that was accepted, once and in order", async () => {
    const stream = await (await system.openStream(user)).synced();
    const traffic = new Traffic(system, user);
    await eventually(() => traffic.accepted.length > 20);
    primary.freeze();
    await eventually(() => traffic.refused > 4);
    const before = traffic.accepted.length;
    const sql = await failOver();
    await eventually(() => traffic.accepted.length > before + 20);
    await traffic.stop();
    await expectDelivered(sql, user, traffic, [stream]);
    await sql.end();
  }, 120_000);

  it("from a primary that became read-only, leaves it for the new one although its connections work", async () => {
    const stream = await (await system.openStream(user)).synced();
    const traffic = new Traffic(system, user);
    await eventually(() => traffic.accepted.length > 20);
    await alter(primary, "default_transaction_read_only", "on");
    await eventually(() => traffic.refused > 4);
    expect((await system.list(user)).status).toBe(200);
    await expectUnavailable(await system.read(user, { through: "1" }));

    const before = traffic.accepted.length;
    const sql = await failOver();
    await eventually(() => traffic.accepted.length > before + 20);
    await traffic.stop();
    await expectDelivered(sql, user, traffic, [stream]);
    await eventually(async () => (await connectionsTo(primary, system)) === 0);
    await sql.end();
    await alter(primary, "default_transaction_read_only", "off");
  }, 120_000);
});

describe("a Postgres that is short of something", () => {
  let own: OwnPostgres;
  let system: System;
  let user: string;

  beforeAll(async () => {
    own = await OwnPostgres.start({ max_connections: "30" });
    system = await System.start({ source: own, redis: false });
  });
  afterAll(async () => {
    await system.stop();
    await own.stop();
  });
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  it("refuses a request that waits too long for a lock, with nothing done, and goes on after the lock", async () => {
    await system.notify(user);
    const traffic = await system.sql.begin(async (transaction) => {
      await transaction`select from notification_feeds where user_id = ${user} for update`;
      const waiting = new Traffic(system, user, 4 * POOL_SIZE);
      await eventually(() => waiting.refused > 4 * POOL_SIZE);
      await eventually(async () => (await system.fetch("/api/health/ready")).status === 503);
      expect(waiting.accepted).toEqual([]);
      return waiting;
    });
    await eventually(() => traffic.accepted.length > 20);
    await traffic.stop();
    const [feed] = await system.sql`select head_seq::int from notification_feeds where user_id = ${user}`;
    expect(feed).toEqual({ head_seq: 1 + traffic.accepted.length });
    expect((await system.fetch("/api/health/ready")).status).toBe(200);
  });

  it("holds no connection for a stream", async () => {
    const users = await system.addUsers(200);
    const streams = await Promise.all(users.map((userId) => system.openStream(userId, 0)));
    await Promise.all(streams.map((stream) => stream.synced()));
    expect(await connectionsTo(own, system)).toBeLessThanOrEqual(POOL_SIZE);
    for (const stream of streams) stream.close();
  });

  it("answers 503 while Postgres has no connection left, and recovers by itself", async () => {
    const others = Array.from({ length: 40 }, () => postgres(own.adminUrl, { max: 1 }));
    await Promise.allSettled(others.map((other) => other`select 1`));
    const app = await startApp({ ...SUITE_SETTINGS, DATABASE_URL: system.databaseUrl }, { health: "/api/health/live" });
    const produce = () => system.produce({ user_id: user, type: "test", message: "m" }, {}, app.url);
    await expectUnavailable(await fetch(`${app.url}/api/health/ready`));
    await expectUnavailable(await produce());
    await Promise.all(others.map((other) => other.end()));
    await eventually(async () => (await fetch(`${app.url}/api/health/ready`)).ok);
    expect((await produce()).status).toBe(201);
    await app.stop();
  });
});

/** Everything that was accepted is in the feed, and each stream got exactly the feed. */
async function expectDelivered(
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

function alter(server: OwnPostgres, setting: string, value: string): Promise<void> {
  return asAdmin(server.adminUrl, async (sql) => {
    await sql`set default_transaction_read_only = off`;
    await sql.unsafe(`alter system set ${setting} = '${value}'`);
    await sql`select pg_reload_conf()`;
  });
}

/** How many the app's processes have. */
async function connectionsTo(server: OwnPostgres, system: System): Promise<number> {
  let count = NaN;
  await asAdmin(server.adminUrl, async (sql) => {
    const name = new URL(system.databaseUrl).pathname.slice(1);
    const rows = await sql`select from pg_stat_activity where application_name = 'notifications' and datname = ${name}`;
    count = rows.length;
  });
  return count;
}
