import { setTimeout as delay } from "node:timers/promises";

import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { connect, type Database } from "@/db/connection/client";
import { parseDatabaseUrl } from "@/db/connection/database-url";
import { Session } from "@/db/connection/session";
import { isUnavailable } from "@/db/connection/unavailable";
import { createDatabase } from "@/tests/support/postgres/postgres";
import type { TestDatabase } from "@/tests/support/postgres/postgres-server";

describe("the pool of connections", () => {
  let database: TestDatabase;
  let admin: postgres.Sql;
  let sql: Database;

  beforeAll(async () => {
    database = await createDatabase();
    admin = postgres(database.url, { max: 1 });
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });
  beforeEach(() => {
    sql = connect(database.url, { max: 2 });
  });
  afterEach(() => sql.end());

  const insert = (name: string) => sql`insert into users values (gen_random_uuid(), ${name})`;

  async function backend(): Promise<number> {
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    return row?.pid ?? 0;
  }

  async function usersCalled(name: string): Promise<number> {
    const rows = await admin`select from users where name = ${name}`;
    return rows.length;
  }

  it("uses a connection again", async () => {
    const pid = await backend();
    await sql.begin(async (transaction) => transaction`select 1`);
    expect(await backend()).toBe(pid);
  });

  it("can close a session at any moment of its opening, without an unhandled rejection", async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on("unhandledRejection", unhandled);
    for (let moment = 0; moment < 80; moment++) {
      const session = new Session(parseDatabaseUrl(database.url), {});
      const outcome = Promise.allSettled([session.run((driver) => driver`select 1`)]);
      await delay(moment / 4);
      session.close();
      await outcome;
    }
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("takes and returns arrays of every type in use", async () => {
    const ids = ["0190c0de-0000-7000-8000-000000000001", "0190c0de-0000-7000-8000-000000000002"];
    const [row] = await sql`
      select ${ids}::uuid[] as ids, ${[]}::uuid[] as none, array_length(${[1, 2 ** 40]}::bigint[], 1) as positions,
        ${[7, 8]}::int[] @> array[8] as has`;
    expect(row).toEqual({ ids, none: [], positions: 2, has: true });
  });

  it("never mixes rows of a failed statement into the next answer", async () => {
    await expect(sql`select 1 / (3 - i) from generate_series(1, 5) as i`).rejects.toThrow("division by zero");
    expect(await sql`select 42 as answer`).toEqual([{ answer: 42 }]);
  });

  it("rolls back a transaction that fails, whatever the reason", async () => {
    const reason = new Error("rolled back on purpose");
    const outcome = sql.begin(async (transaction) => {
      await transaction`insert into users values (gen_random_uuid(), 'undone')`;
      throw reason;
    });
    await expect(outcome).rejects.toBe(reason);
    await insert("kept after it");
    expect([await usersCalled("undone"), await usersCalled("kept after it")]).toEqual([0, 1]);
  });

  it("commits nothing of a transaction whose connection is lost, and goes on with another connection", async () => {
    const outcome = sql.begin(async (transaction) => {
      const [row] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await transaction`insert into users values (gen_random_uuid(), 'lost')`;
      const ended = transaction`select pg_sleep(60)`.then(
        () => undefined,
        (error: unknown) => error,
      );
      await admin`select pg_terminate_backend(${row?.pid ?? 0})`;
      expect(await ended).toBeDefined();
      // Goes nowhere: least of all to a new connection, outside of the transaction.
      await transaction`insert into users values (gen_random_uuid(), 'lost')`;
    });
    expect(isUnavailable(await outcome.catch((error: unknown) => error))).toBe(true);
    await insert("kept");
    expect([await usersCalled("lost"), await usersCalled("kept")]).toEqual([0, 1]);
  });

  it("reports a transaction that Postgres rolled back at its commit", async () => {
    const outcome = sql.begin(async (transaction) => {
      await transaction`insert into users values (gen_random_uuid(), 'swallowed')`;
      await Promise.resolve(transaction`select 1 / 0`).catch(() => {});
    });
    await expect(outcome).rejects.toThrow("cannot be committed");
    expect(await usersCalled("swallowed")).toBe(0);
  });

  it("opens another connection after an idle one was closed", async () => {
    const pid = await backend();
    await admin`select pg_terminate_backend(${pid})`;
    // Until the end has arrived here a statement may still meet the closed one, and is refused.
    await vi.waitUntil(() =>
      insert("afterwards").then(
        () => true,
        (error: unknown) => {
          expect(isUnavailable(error)).toBe(true);
          return false;
        },
      ),
    );
    expect(await usersCalled("afterwards")).toBe(1);
  });

  it("refuses a statement that finds no free connection, with nothing done", async () => {
    let release = (): void => {};
    const end = new Promise<void>((resolve) => (release = resolve));
    const holders = [sql.begin(() => end), sql.begin(() => end)];
    const error: unknown = await insert("refused").then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(isUnavailable(error)).toBe(true);
    release();
    await Promise.all(holders);
    await insert("accepted");
    expect([await usersCalled("refused"), await usersCalled("accepted")]).toEqual([0, 1]);
  });

  it("gives up a connection that does not answer in time, and goes on with another one", async () => {
    // No time-out of the server, as behind a pooler.
    const slow = connect(database.url, { max: 1, pooler: true });
    const error: unknown = await slow`select pg_sleep(60)`.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(isUnavailable(error)).toBe(true);
    expect(await slow`select 1 as one`).toEqual([{ one: 1 }]);
    await slow.end();
  });

  it("replaces a connection after some minutes", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const pid = await backend();
    vi.advanceTimersByTime(4 * 60_000);
    expect(await backend()).toBe(pid);
    vi.advanceTimersByTime(2 * 60_000);
    expect(await backend()).not.toBe(pid);
    vi.useRealTimers();
  });
});
