import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { PgBouncer } from "@/tests/slow/pgbouncer";
import { startApp, type App } from "@/tests/support/app/app-server";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { StreamClient } from "@/tests/support/app/stream-client";
import { bearer, System } from "@/tests/support/app/system";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { asAdmin } from "@/tests/support/postgres/postgres-server";
import { atPort } from "@/tests/support/programs/ports";
import { startRedisCluster, type RedisCluster } from "@/tests/support/redis/redis-cluster";
import { eventually } from "@/tests/support/until";

/** Feeds that an instance found to have moved without having heard of it. */
async function unheard(app: App): Promise<number> {
  const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
  const text = await (await fetch(`${app.url}/api/metrics`, { headers })).text();
  return Number(/^notifications_sweep_gaps_total (?<count>\d+)$/m.exec(text)?.groups?.["count"]);
}

describe.each([
  ["one server", { cluster: false, positionsOnly: "0" }],
  ["one server, positions only", { cluster: false, positionsOnly: "1" }],
  ["a cluster", { cluster: true, positionsOnly: "0" }],
])("two deployments that share Redis (%s)", (_, { cluster: isCluster, positionsOnly }) => {
  let cluster: RedisCluster | undefined;
  let postgres: OwnPostgres;
  let standby: OwnPostgres;
  let bouncer: PgBouncer;
  let system: System;
  /** Of the copies: made from the template on the same server, and physically on another one. */
  let copies: App[];
  let copyName: string;
  let user: string;

  beforeAll(async () => {
    cluster = isCluster ? await startRedisCluster() : undefined;
    postgres = await OwnPostgres.start();
    standby = await postgres.standby();
    bouncer = await PgBouncer.start(postgres.adminUrl, 5);
    const env = {
      REDIS_POSITIONS_ONLY: positionsOnly,
      REDIS_URL: cluster ? cluster.primaries.map(({ url }) => url).join(",") : inject("redisUrl"),
      ...(cluster && { REDIS_CLUSTER: "1" }),
    };
    system = await System.start({ source: postgres, env });
    [user] = (await system.addUsers(1)) as [string];
    await system.notify(user, "before the copies");
    // Both are exact copies from here on.
    const name = new URL(system.databaseUrl).pathname.slice(1);
    copyName = `${name}_copy`;
    await system.apps[0]?.stop();
    await asAdmin(postgres.adminUrl, async (sql) => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await sql`create database ${sql(copyName)} template ${sql(name)}`;
    });
    await eventually(async () => isThere(standby.adminUrl, copyName));
    await asAdmin(standby.adminUrl, (sql) => sql`select pg_promote()`);
    await system.restart(0);
    const copyUrl = new URL(system.databaseUrl);
    copyUrl.pathname = copyName;
    const { settings } = system;
    copies = await Promise.all(
      [copyUrl.href, atPort(system.databaseUrl, standby.port)].map((url) =>
        startApp({ ...settings, DATABASE_URL: url }),
      ),
    );
    // The same database by another name, and through a pooler.
    system.apps.push(
      await startApp({ ...settings, DATABASE_URL: atPort(system.databaseUrl, bouncer.port), PGBOUNCER: "1" }),
    );
  }, 180_000);
  afterAll(async () => {
    await Promise.all([...(copies ?? []), ...system.apps].map((app) => app.stop()));
    await bouncer.stop();
    await standby.stop();
    await postgres.stop();
    await cluster?.stop();
  }, 60_000);

  const open = async (app: App): Promise<StreamClient> =>
    (await StreamClient.open(app.url, { ...(await bearer(user)), "Last-Event-ID": "1" })).synced();

  const messages = (client: StreamClient): string[] =>
    client.named("message").map(({ data }) => (JSON.parse(data) as { payload: { message: string } }).payload.message);

  it("never hear each other, though user and position are the same, and hear their own events live", async () => {
    const deployments = [[...system.apps], [copies[0] as App], [copies[1] as App]];
    const streams = await Promise.all(deployments.map((apps) => Promise.all(apps.map(open))));
    for (let round = 1; round <= 5; round++)
      await Promise.all(
        deployments.map(async ([app], index) => {
          const body = { user_id: user, type: "test", message: `deployment ${index}, ${round}` };
          expect((await system.produce(body, {}, app?.url)).status).toBe(201);
          await Promise.all((streams[index] ?? []).map((s) => s.until(({ positions }) => positions.length === round)));
        }),
      );
    for (const [index, group] of streams.entries())
      for (const stream of group) {
        expect(messages(stream)).toEqual([1, 2, 3, 4, 5].map((round) => `deployment ${index}, ${round}`));
        expect(stream.named("sync")).toHaveLength(1);
        stream.close();
      }
    // A sweep can come between a commit and its message, though not each time.
    for (const app of deployments.flat()) expect(await unheard(app)).toBeLessThan(5);
  });

  it("agree again after Postgres was restarted", async () => {
    const streams = await Promise.all(system.apps.map(open));
    await postgres.crash();
    await postgres.start();
    await eventually(async () => (await system.fetch("/api/health/ready")).status === 200);
    await bouncer.stop();
    await bouncer.run();
    // What one process says is heard by the other: no sweep has anything to find.
    const agreed = eventually(async () => {
      const before = await Promise.all(system.apps.map(unheard));
      const response = await system.produce({ user_id: user, type: "test", message: "again" });
      await Promise.all(streams.map((stream) => stream.until(({ raw }) => raw.includes("again"))));
      const after = await Promise.all(system.apps.map(unheard));
      return response.status === 201 && after.every((count, index) => count === before[index]);
    });
    await expect(agreed).resolves.toBeUndefined();
    for (const stream of streams) stream.close();
  });
});

async function isThere(adminUrl: string, name: string): Promise<boolean> {
  let found = false;
  await asAdmin(adminUrl, async (sql) => {
    found = (await sql`select from pg_database where datname = ${name}`).length > 0;
  });
  return found;
}
