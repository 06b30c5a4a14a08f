import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { startApp } from "@/tests/support/app/app-server";
import { SUITE_SETTINGS } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { expectDelivered, expectUnavailable, Traffic } from "@/tests/support/app/traffic";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { asAdmin } from "@/tests/support/postgres/postgres-server";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { atPort } from "@/tests/support/programs/ports";
import { eventually } from "@/tests/support/until";

const POOL_SIZE = 10;

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

  it("from a primary that is silent, all that was accepted is delivered once and in order", async () => {
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

  it("from a primary that became read-only, which is left for the new one though its connections work", async () => {
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

  it("refuses what waits too long for a lock, with nothing done of it, and goes on when the lock is gone", async () => {
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

  it("answers 503 while there is no connection left, and recovers by itself", async () => {
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
