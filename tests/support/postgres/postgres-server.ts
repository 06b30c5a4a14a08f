import { randomBytes } from "node:crypto";

import postgres from "postgres";

import { migrate } from "@/db/migrate";

/** Where tests get their databases from. Plain data, so that it can be handed to another process. */
export interface DatabaseSource {
  /** A server on which databases may be created. */
  adminUrl: string;
  /** A migrated database without rows, copied for every test file. */
  template: string;
}

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
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
