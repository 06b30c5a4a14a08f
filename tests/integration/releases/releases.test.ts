import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";

import { afterEach, describe, expect, inject, it } from "vitest";

import { migrate } from "@/db/migrate";
import { migrationsFolder } from "@/tests/support/migrations";
import { copyTemplate } from "@/tests/support/postgres-server";

import { exercise } from "./exercise";

/** What a release left behind: what it does to a database, and how many migrations it knew. */
interface Release {
  exercise(databaseUrl: string): Promise<void>;
  migrations: number;
}

const FOLDER = path.resolve("tests/integration/releases");
const releases = readdirSync(FOLDER).filter((file) => file.endsWith(".mjs"));

describe("while a new version takes the place of", () => {
  const cleanups: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
  });

  const load = async (file: string): Promise<Release> => (await import(path.join(FOLDER, file))) as Release;

  /** An empty database with the first `keep` migrations of this version, and `next` after them. */
  async function databaseWith(keep: number, next: readonly string[][] = []): Promise<string> {
    const database = await copyTemplate({ ...inject("postgres"), template: "template0" });
    cleanups.push(() => database.drop());
    const folder = await migrationsFolder(next, keep);
    cleanups.push(() => rm(folder, { recursive: true }));
    await migrate(database.url, { folder });
    return database.url;
  }

  it("some version that was frozen", () => {
    expect(releases).not.toEqual([]);
  });

  it.each(releases)("%s, the old code works with the new schema", async (file) => {
    const release = await load(file);
    await expect(release.exercise(await databaseWith(Infinity))).resolves.toBeUndefined();
  });

  it.each(releases)("%s, the new code works with the old schema", async (file) => {
    const { migrations } = await load(file);
    await expect(exercise(await databaseWith(migrations))).resolves.toBeUndefined();
  });

  it.each(releases)("%s, both work side by side", async (file) => {
    const release = await load(file);
    const url = await databaseWith(Infinity);
    for (let round = 0; round < 3; round++)
      await expect(Promise.all([release.exercise(url), exercise(url)])).resolves.toHaveLength(2);
  });

  it.each([
    ["a column that may be null", 'ALTER TABLE "notifications" ADD COLUMN "next" text;'],
    ["a column with a default", `ALTER TABLE "notification_feeds" ADD COLUMN "next" text DEFAULT '' NOT NULL;`],
    ["an index", 'CREATE INDEX CONCURRENTLY "next_index" ON "notifications" USING btree ("type");'],
  ])("%s would pass here", async (_, statement) => {
    await expect(exercise(await databaseWith(Infinity, [[statement]]))).resolves.toBeUndefined();
  });

  it.each([
    ["a column without a default", 'ALTER TABLE "notifications" ADD COLUMN "next" text NOT NULL;', /column "next"/],
    ["a column that is gone", 'ALTER TABLE "notifications" DROP COLUMN "link";', /column "link"/],
    ["a column renamed", 'ALTER TABLE "notification_feeds" RENAME "floor_seq" TO "next";', /column "floor_seq"/],
    ["a stricter check", 'ALTER TABLE "notifications" ADD CONSTRAINT "next" CHECK ("link" IS NOT NULL);', /"next"/],
  ])("%s would be found here", async (_, statement, complaint) => {
    await expect(exercise(await databaseWith(Infinity, [[statement]]))).rejects.toThrow(complaint);
  });
});
