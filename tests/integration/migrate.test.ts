import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import postgres from "postgres";
import { beforeEach, describe, expect, inject, it } from "vitest";

import { connect, type Database } from "@/db/connection/client";
import { append } from "@/db/feed/append";
import { migrate } from "@/db/migrate";
import { createDatabase } from "@/tests/support/postgres/postgres";
import { copyTemplate, type TestDatabase } from "@/tests/support/postgres/postgres-server";
import { eventually } from "@/tests/support/until";

/** How drizzle-kit keeps the order of migrations. */
interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

const TABLE = 'CREATE TABLE "next_table" ("id" uuid PRIMARY KEY NOT NULL);';

describe("migrating a database that is in use", () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  let app: Database;
  let user: string;
  let folder: string;

  beforeEach(async () => {
    database = await createDatabase();
    sql = postgres(database.url, { max: 4, onnotice: () => {} });
    app = connect(database.url, { max: 4 });
    user = crypto.randomUUID();
    await sql`insert into users (id, name) values (${user}, 'somebody')`;
    folder = await mkdtemp(path.join(tmpdir(), "notifications-migrations-"));
    await cp("drizzle", folder, { recursive: true });
    return async () => {
      await app.end();
      await sql.end();
      await database.drop();
      await rm(folder, { recursive: true });
    };
  });

  /** Adds a migration with these statements to the folder, in the form of drizzle-kit. */
  async function addMigration(...statements: string[]): Promise<void> {
    const file = path.join(folder, "meta", "_journal.json");
    const journal = JSON.parse(await readFile(file, "utf8")) as Journal;
    const [idx, last] = [journal.entries.length, journal.entries.at(-1)];
    const tag = `${idx}_next`;
    await writeFile(path.join(folder, `${tag}.sql`), statements.join("\n--> statement-breakpoint\n"));
    journal.entries.push({ idx, version: "7", when: (last?.when ?? 0) + 1_000, tag, breakpoints: true });
    await writeFile(file, JSON.stringify(journal));
  }

  const notify = (): Promise<unknown> =>
    append(app, { type: "t", message: "m", link: null }, [{ userId: user, id: crypto.randomUUID() }], undefined);

  async function applied(): Promise<number> {
    const rows = await sql`select from drizzle.__drizzle_migrations`;
    return rows.length;
  }

  it("is done once, by whichever of four comes first, from nothing to the newest", async () => {
    const empty = await copyTemplate({ ...inject("postgres"), template: "template0" });
    await addMigration(TABLE);
    await addMigration('ALTER TABLE "next_table" ADD COLUMN "name" text;');
    await Promise.all(Array.from({ length: 4 }, () => migrate(empty.url, { folder })));
    const other = postgres(empty.url, { max: 1 });
    const rows = await other`select from drizzle.__drizzle_migrations`;
    expect(rows).toHaveLength((await applied()) + 2);
    expect(await other`select name from next_table`).toHaveLength(0);
    await other.end();
    await empty.drop();
  });

  it("is completed by the next one if its process is killed between two statements", async () => {
    const before = await applied();
    await addMigration(TABLE, "select pg_sleep(1);", 'INSERT INTO "next_table" VALUES (gen_random_uuid());');
    const program = `import { migrate } from "./db/migrate.ts"; await migrate(process.argv[1], { folder: process.argv[2] });`;
    const flags = ["--import", "tsx", "--input-type", "module", "--eval", program];
    const child = spawn(process.execPath, [...flags, database.url, folder], { stdio: "ignore" });
    await eventually(async () => {
      const sleeping = await sql`
        select from pg_stat_activity
        where datname = current_database() and application_name = 'notifications-migrate' and query like '%pg_sleep%'`;
      return sleeping.length > 0;
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await sql`select to_regclass('next_table') as there`).toEqual([{ there: null }]);
    await migrate(database.url, { folder });
    expect(await sql`select from next_table`).toHaveLength(1);
    expect(await applied()).toBe(before + 1);
  });

  it("lets the traffic pass while a long transaction uses a table", async () => {
    const before = await applied();
    await addMigration('ALTER TABLE "notifications" ADD COLUMN "next" text;');
    const reports: string[] = [];
    let migrating: Promise<void> | undefined;
    let sent = 0;
    await sql.begin(async (transaction) => {
      await transaction`select count(*) from notifications`;
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

  it("takes the time it needs, whatever the role has been given for the app", async () => {
    const name = new URL(database.url).pathname.slice(1);
    await sql`alter database ${sql(name)} set statement_timeout = 100`;
    const before = await applied();
    await addMigration("select pg_sleep(0.3);");
    await migrate(database.url, { folder });
    expect(await applied()).toBe(before + 1);
  });

  it("fails with the words of Postgres, and leaves nothing done", async () => {
    await addMigration(TABLE, "select 1 / 0;");
    await expect(migrate(database.url, { folder })).rejects.toThrow(/^division by zero$/);
    expect(await sql`select to_regclass('next_table') as there`).toEqual([{ there: null }]);
  });
});
