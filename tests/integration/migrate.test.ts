import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";

import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";

import { connect, type Database } from "@/db/connection/client";
import { append } from "@/db/feed";
import { migrate } from "@/db/migrate";
import { migrationsFolder } from "@/tests/support/migrations";
import { createDatabase } from "@/tests/support/postgres";
import { copyTemplate, type TestDatabase } from "@/tests/support/postgres-server";
import { eventually } from "@/tests/support/until";

const INDEX = 'CREATE INDEX CONCURRENTLY "next_index" ON "notifications" USING btree ("type");';
const TABLE = 'CREATE TABLE "next_table" ("id" uuid PRIMARY KEY NOT NULL);';

describe("migrating a database that is in use", { timeout: 90_000 }, () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  let app: Database;
  let user: string;
  let folders: string[] = [];

  beforeEach(async () => {
    database = await createDatabase();
    sql = postgres(database.url, { max: 4, onnotice: () => {} });
    app = connect(database.url, { max: 4 });
    user = crypto.randomUUID();
    await sql`insert into users (id, name) values (${user}, 'somebody')`;
    return async () => {
      await app.end();
      await sql.end();
      await database.drop();
    };
  });
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  async function folderWith(...next: string[][]): Promise<string> {
    const folder = await migrationsFolder(next);
    folders.push(folder);
    return folder;
  }

  const notify = (): Promise<unknown> =>
    append(app, { type: "t", message: "m", link: null }, [{ userId: user, id: crypto.randomUUID() }], undefined);

  async function applied(): Promise<number> {
    const [row] = await sql<{ total: number }[]>`select count(*)::int as total from drizzle.__drizzle_migrations`;
    return row?.total ?? 0;
  }

  /** Undefined when there is none. */
  async function indexIsValid(): Promise<boolean | undefined> {
    const [row] = await sql<{ valid: boolean }[]>`
      select indisvalid as valid from pg_index where indexrelid = to_regclass('next_index')`;
    return row?.valid;
  }

  /** Runs `work` while a transaction is open that has asked `question`. */
  async function during<Result>(question: string, work: () => Promise<Result>): Promise<Result> {
    const other = await sql.reserve();
    try {
      await other`begin isolation level repeatable read`;
      await other.unsafe(question);
      return await work();
    } finally {
      await other`commit`;
      other.release();
    }
  }

  /** A process of its own that migrates; `backend` is its session in Postgres, once that is at `point`. */
  async function migrateInProcess(folder: string, point: string) {
    const program = `import { migrate } from "./db/migrate.ts"; await migrate(process.argv[1], { folder: process.argv[2] });`;
    const flags = ["--import", "tsx", "--input-type", "module", "--eval", program];
    const child = spawn(process.execPath, [...flags, database.url, folder], { stdio: ["ignore", "ignore", "pipe"] });
    const exited = once(child, "exit");
    let backend = 0;
    await eventually(async () => {
      const [row] = await sql<{ pid: number }[]>`
        select pid from pg_stat_activity
        where application_name = 'notifications-migrate' and query like ${`%${point}%`} and state = 'active'
          and datname = current_database()`;
      backend = row?.pid ?? 0;
      return backend > 0;
    });
    return { child, exited, backend };
  }

  it("is done once, by whichever of four comes first, from nothing to the newest", async () => {
    const empty = await copyTemplate({ ...inject("postgres"), template: "template0" });
    const folder = await folderWith([TABLE], [INDEX], ['ALTER TABLE "next_table" ADD COLUMN "name" text;']);
    await Promise.all(Array.from({ length: 4 }, () => migrate(empty.url, { folder })));
    const other = postgres(empty.url, { max: 1 });
    const rows = await other`select created_at, count(*)::int as times from drizzle.__drizzle_migrations group by 1`;
    expect(rows.map(({ times }) => times as number)).toEqual(rows.map(() => 1));
    expect(rows).toHaveLength((await applied()) + 3);
    expect(await other`select name from next_table`).toHaveLength(0);
    await other.end();
    await empty.drop();
  });

  it("is completed by the next one when it is killed between two statements", async () => {
    const before = await applied();
    const folder = await folderWith([
      TABLE,
      "select pg_sleep(1);",
      'INSERT INTO "next_table" VALUES (gen_random_uuid());',
    ]);
    const { child, exited } = await migrateInProcess(folder, "pg_sleep");
    child.kill("SIGKILL");
    await exited;
    expect(await sql`select to_regclass('next_table') as there`).toEqual([{ there: null }]);
    await migrate(database.url, { folder });
    expect(await sql`select from next_table`).toHaveLength(1);
    expect(await applied()).toBe(before + 1);
  });

  it.each(["process", "session"])(
    "builds an index anew, or takes it over, when its %s dies meanwhile",
    async (victim) => {
      const before = await applied();
      const folder = await folderWith([INDEX]);
      await during("select count(*) from users", async () => {
        const { child, exited, backend } = await migrateInProcess(folder, "CREATE INDEX CONCURRENTLY");
        await eventually(async () => (await indexIsValid()) === false);
        if (victim === "process") child.kill("SIGKILL");
        else await sql`select pg_terminate_backend(${backend})`;
        await exited;
        expect(await indexIsValid()).toBe(false);
      });
      await migrate(database.url, { folder });
      expect(await indexIsValid()).toBe(true);
      expect(await applied()).toBe(before + 1);
    },
  );

  it("builds an index while everybody writes, and no write waits for it", async () => {
    const folder = await folderWith([INDEX]);
    await notify();
    let migrating: Promise<void> | undefined;
    // As long as this is open, the index cannot be finished.
    await during("select count(*) from users", async () => {
      migrating = migrate(database.url, { folder });
      await eventually(async () => (await indexIsValid()) === false);
      for (let sent = 0; sent < 100; sent += 4) await Promise.all(Array.from({ length: 4 }, notify));
      expect(await indexIsValid()).toBe(false);
    });
    await migrating;
    expect(await indexIsValid()).toBe(true);
    expect(await sql`select from notifications where user_id = ${user}`).toHaveLength(101);
  });

  it("leaves no half-built index when it cannot be built", async () => {
    await notify();
    await notify();
    const folder = await folderWith([INDEX.replace("INDEX", "UNIQUE INDEX")]);
    await expect(migrate(database.url, { folder })).rejects.toThrow("could not create unique index");
    expect(await indexIsValid()).toBeUndefined();
    await notify();
  });

  it("lets the traffic pass while a long transaction keeps a table from it", async () => {
    const before = await applied();
    const folder = await folderWith(['ALTER TABLE "notifications" ADD COLUMN "next" text;']);
    const reports: string[] = [];
    let migrating: Promise<void> | undefined;
    let sent = 0;
    await during("select count(*) from notifications", async () => {
      migrating = migrate(database.url, { folder, report: (line) => reports.push(line) });
      for (; reports.length === 0; sent++) await notify();
      for (const end = sent + 50; sent < end; sent++) await notify();
      expect(await applied()).toBe(before);
    });
    await migrating;
    expect(reports[0]).toContain("in use by a long transaction");
    expect(await sql`select next from notifications`).toHaveLength(sent);
    expect(await applied()).toBe(before + 1);
  });

  it("has the time it needs, whatever the role has been given for the app", async () => {
    await sql`select format('alter database %I set statement_timeout = 100', current_database()) as text`.then(
      ([row]) => sql.unsafe((row as { text: string }).text),
    );
    const before = await applied();
    await migrate(database.url, { folder: await folderWith(["select pg_sleep(0.3);"]) });
    expect(await applied()).toBe(before + 1);
  });

  it("refuses an index that is built concurrently beside anything else", async () => {
    const folder = await folderWith([TABLE, INDEX]);
    await expect(migrate(database.url, { folder })).rejects.toThrow("a migration of its own");
    expect(await sql`select to_regclass('next_table') as there`).toEqual([{ there: null }]);
  });
});
