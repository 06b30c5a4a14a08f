import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";

import { seed } from "@/lib/demo/seed";
import { AppendResponse } from "@/lib/notifications/contract";
import { PgBouncer } from "@/tests/slow/pgbouncer";
import { System } from "@/tests/support/app/system";
import { expectUnavailable, Traffic } from "@/tests/support/app/traffic";
import { atPort } from "@/tests/support/programs/ports";

/** Fewer than one process would open by itself: every connection is used by all in turn. */
const SERVER_CONNECTIONS = 3;

describe("behind PgBouncer in transaction mode", () => {
  let bouncer: PgBouncer;
  let system: System;
  let user: string;

  beforeAll(async () => {
    bouncer = await PgBouncer.start(inject("postgres").adminUrl, SERVER_CONNECTIONS);
    system = await System.start({
      instances: 2,
      databasePort: bouncer.port,
      env: { PGBOUNCER: "1", MAX_STREAMS_PER_USER: "300" },
    });
  });
  afterAll(async () => {
    await system.stop();
    await bouncer.stop();
  });
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  it("purges", async () => {
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, NODE_ENV: "production" as const, DATABASE_URL: atPort(system.databaseUrl, bouncer.port) };
    const program = ["--import", "tsx", "lib/deploy/commands/purge.ts"];
    const { stdout } = await promisify(execFile)(process.execPath, program, { env: { ...env, PGBOUNCER: "1" } });
    expect(stdout).toBe("Removed: idempotency keys 0, read notifications 0\n");
  });

  it("appends, lists and acknowledges, each once", async () => {
    await seed(atPort(system.databaseUrl, bouncer.port));
    const others = await system.addUsers(50);
    const batch = await system.produce({ user_ids: [user, ...others], type: "test", message: "to all" });
    expect(batch.status).toBe(201);
    const body = { user_id: user, type: "test", message: "once" };
    const repeated = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const response = await system.produce(body, { "Idempotency-Key": "the-same" }, system.apps[index % 2]?.url);
        expect(response.status).toBe(201);
        return AppendResponse.parse(await response.json()).notifications[0]?.id;
      }),
    );
    expect(new Set(repeated).size).toBe(1);

    const list = await system.list(user);
    const listed = (await list.json()) as { id: string; message: string }[];
    expect(listed.map(({ message }) => message)).toEqual(["once", "to all"]);
    expect((await system.read(user, { ids: listed.map(({ id }) => id) })).status).toBe(204);
    expect((await system.read(user, { through: "2" })).status).toBe(204);
    expect(await (await system.list(user)).json()).toEqual([]);
    expect((await system.read(user, { id: crypto.randomUUID() })).status).toBe(404);
  });

  it("replays and delivers over two processes, to 200 streams, and catches them up after a restart of PgBouncer", async () => {
    const streams = await Promise.all(
      Array.from({ length: 200 }, (_, index) => system.openStream(user, 0, system.apps[index % 2]?.url)),
    );
    let ended = 0;
    for (const stream of streams) void stream.ended.then(() => ended++);
    await Promise.all(streams.map((stream) => stream.synced()));
    const traffic = new Traffic(system, user);
    await vi.waitUntil(() => traffic.accepted.length > 50, { timeout: 10_000 });
    await bouncer.stop();
    await vi.waitUntil(() => traffic.refused > 10, { timeout: 30_000 });
    const before = traffic.accepted.length;
    await bouncer.run();
    await vi.waitUntil(() => traffic.accepted.length > before + 50, { timeout: 10_000 });
    await traffic.stop();

    const rows = await system.sql<{ id: string }[]>`select id from notifications where user_id = ${user} order by seq`;
    const feed = rows.map(({ id }) => id);
    expect(feed).toEqual(expect.arrayContaining(traffic.accepted));
    const newcomer = await (await system.openStream(user, 0)).synced();
    for (const stream of [...streams, newcomer]) {
      await stream.until(({ positions }) => positions.length >= feed.length);
      expect(stream.positions).toEqual(feed.map((_, index) => index + 1));
      expect(stream.notificationIds).toEqual(feed);
    }
    expect(ended).toBe(0);
    for (const stream of [...streams, newcomer]) stream.close();
    const connections = await system.sql`
      select from pg_stat_activity where datname = current_database() and application_name = 'notifications'`;
    expect(connections.length).toBeLessThanOrEqual(SERVER_CONNECTIONS);
  });

  it("refuses a request that waits too long, and leaves nothing waiting in Postgres if the timeouts are set there", async () => {
    await system.notify(user);
    const name = new URL(system.databaseUrl).pathname.slice(1);
    await system.sql`alter database ${system.sql(name)} set statement_timeout = '3s'`;
    await bouncer.stop();
    await bouncer.run();
    const waiting = () => system.sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await system.sql.begin(async (transaction) => {
      await transaction`select from notification_feeds where user_id = ${user} for update`;
      const answers = Array.from({ length: 20 }, () => system.produce({ user_id: user, type: "test", message: "m" }));
      for (const answer of await Promise.all(answers)) await expectUnavailable(answer);
      await vi.waitUntil(async () => (await waiting()).length === 0, { timeout: 10_000 });
    });
    await system.notify(user);
    const [feed] = await system.sql`select head_seq::int from notification_feeds where user_id = ${user}`;
    expect(feed).toEqual({ head_seq: 2 });
  }, 30_000);
});
