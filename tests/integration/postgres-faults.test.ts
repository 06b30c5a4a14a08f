import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { StreamClient } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { expectDelivered, expectUnavailable, Traffic } from "@/tests/support/app/traffic";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { eventually } from "@/tests/support/until";

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
