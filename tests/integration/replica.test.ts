import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { upTo } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { atPort } from "@/tests/support/programs/ports";
import { eventually } from "@/tests/support/until";

describe("lists with a read replica", () => {
  let primary: OwnPostgres;
  let standby: OwnPostgres;
  let system: System;
  let replica: postgres.Sql;
  let user: string;

  beforeAll(async () => {
    primary = await OwnPostgres.start();
    standby = await primary.standby();
    system = await System.start({ source: primary, replicaPort: standby.port });
    replica = postgres(atPort(system.databaseUrl, standby.port), { max: 1 });
  });
  afterAll(async () => {
    standby.thaw();
    await replica.end({ timeout: 1 });
    await system.stop();
    await standby.stop();
    await primary.stop();
  });
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  async function listed(): Promise<{ messages: string[]; position: number; unread: number }> {
    const response = await system.list(user);
    expect(response.status).toBe(200);
    return {
      messages: ((await response.json()) as { message: string }[]).map(({ message }) => message),
      position: Number(response.headers.get("x-last-event-id")),
      unread: Number(response.headers.get("x-unread-count")),
    };
  }

  const caughtUp = (): Promise<void> =>
    eventually(async () => {
      const [sent] = await system.sql<{ position: string }[]>`select pg_current_wal_lsn() as position`;
      const [behind] = await replica<{ bytes: string }[]>`
        select pg_wal_lsn_diff(${sent?.position ?? ""}::pg_lsn, pg_last_wal_replay_lsn()) as bytes`;
      return Number(behind?.bytes) <= 0;
    });

  it("come from the replica, and are right", async () => {
    await system.notify(user, "one");
    await caughtUp();
    await expectAsked();
    expect(await listed()).toEqual({ messages: ["one"], position: 1, unread: 1 });
  });

  it("hold everything though the replica is behind", async () => {
    await replica`select pg_wal_replay_pause()`;
    for (const count of upTo(5)) {
      await system.notify(user, `message ${count}`);
      expect(await listed()).toMatchObject({ position: count, unread: count });
    }
    await system.read(user, { through: "2" });
    expect(await listed()).toEqual({ messages: ["message 5", "message 4", "message 3"], position: 6, unread: 3 });
    await replica`select pg_wal_replay_resume()`;
  });

  it("come from the primary while the replica is frozen, and from the replica again afterwards", async () => {
    await system.notify(user, "one");
    standby.freeze();
    for (const _ of upTo(10)) expect(await listed()).toEqual({ messages: ["one"], position: 1, unread: 1 });
    standby.thaw();
    await caughtUp();
    await expectAsked();
  });

  /** The replica counts what it is asked some time afterwards. */
  async function expectAsked(): Promise<void> {
    const before = await lookups();
    await eventually(async () => {
      await listed();
      return (await lookups()) > before;
    });
  }

  /** How often the replica was asked for notifications of anybody. */
  async function lookups(): Promise<number> {
    const [row] = await replica<{ count: number }[]>`
      select sum(idx_scan)::int as count, pg_stat_clear_snapshot() from pg_stat_user_indexes where relname = 'notifications'`;
    return row?.count ?? 0;
  }
});
