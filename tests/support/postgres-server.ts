import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import postgres from "postgres";

import { migrate } from "@/db/migrate";
import { startPostgres } from "@/lib/dev/embedded-postgres";
import { guard } from "@/lib/dev/guardian";

/** Where tests get their databases from. Plain data, so that it can be handed to another process. */
export interface DatabaseSource {
  /** A server on which databases may be created. */
  adminUrl: string;
  /** A migrated database without rows, copied for every test file. */
  template: string;
}

export interface PostgresServer extends DatabaseSource {
  stop(): Promise<void>;
}

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** No test survives a power cut. */
const FAST = { fsync: "off", full_page_writes: "off", synchronous_commit: "off", max_connections: "200" };

/**
 * The server of a test run: the one that TEST_DATABASE_URL names (its user must be allowed to create databases), else
 * the one from npm in a temporary folder.
 */
export async function startPostgresServer(): Promise<PostgresServer> {
  const { adminUrl, stop } = await openServer();
  try {
    const template = await createTemplate(adminUrl);
    return {
      adminUrl,
      template,
      stop: async () => {
        await asAdmin(adminUrl, (sql) => sql`drop database if exists ${sql(template)} with (force)`);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes a migrated database without rows, and returns its name. */
export async function createTemplate(adminUrl: string): Promise<string> {
  const template = uniqueName("template");
  await asAdmin(adminUrl, (sql) => sql`create database ${sql(template)} encoding utf8 locale 'C' template template0`);
  await migrate(databaseUrl(adminUrl, template));
  return template;
}

/** A fresh, migrated database without rows. */
export async function copyTemplate({ adminUrl, template }: DatabaseSource): Promise<TestDatabase> {
  const name = uniqueName("test");
  await asAdmin(adminUrl, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  return {
    url: databaseUrl(adminUrl, name),
    drop: async () => {
      await asAdmin(adminUrl, (sql) => sql`drop database ${sql(name)} with (force)`);
    },
  };
}

async function openServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const given = process.env["TEST_DATABASE_URL"];
  if (given) return { adminUrl: given, stop: async () => {} };

  const folder = await mkdtemp(path.join(tmpdir(), "notifications-postgres-"));
  const letGoOfFolder = guard({ folder });
  const server = await startPostgres({ folder, settings: FAST });
  const letGoOfServer = guard({ pid: server.pid, signal: "SIGINT" });
  return {
    adminUrl: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
      await Promise.all([letGoOfServer(), letGoOfFolder()]);
    },
  };
}

/** Runs statements on a separate connection. */
export async function asAdmin(adminUrl: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = name;
  return url.href;
}

function uniqueName(purpose: string): string {
  return `${purpose}_${randomBytes(6).toString("hex")}`;
}
