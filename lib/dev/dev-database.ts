import path from "node:path";

import { connect } from "@/db/connection/client";
import { parseDatabaseUrl } from "@/db/connection/database-url";
import { migrate } from "@/db/migrate";
import { seed } from "@/lib/demo/seed";

import { startPostgres } from "./embedded-postgres";
import { guard } from "./guardian";

/** The database that `npm run dev` works with. */
export interface DevDatabase {
  url: string;
  /** For the person at the keyboard: where it is, then what to know about it. */
  description: readonly string[];
  stop(): Promise<void>;
}

/** Starts the Postgres from npm with its data in `folder`, brings it to the newest schema and adds the demo users. */
export async function startDevDatabase(folder: string): Promise<DevDatabase> {
  const { url, port, pid, stop } = await startPostgres({ folder });
  const letGo = guard({ pid, signal: "SIGINT" });
  const end = async () => {
    await stop();
    await letGo();
  };
  try {
    await migrate(url);
    await seed(url);
  } catch (error) {
    await end();
    throw error;
  }
  return { url, description: [`port ${port}, data in ${path.relative(process.cwd(), folder)}`, url], stop: end };
}

/** Looks at somebody's own database, and changes nothing. */
export async function inspectDatabase(url: string): Promise<DevDatabase> {
  const { host, port, database } = parseDatabaseUrl(url);
  return {
    url,
    description: [`${host}:${port}/${database ?? ""} (DATABASE_URL)`, ...(await complaints(url))],
    stop: async () => {},
  };
}

async function complaints(url: string): Promise<string[]> {
  const sql = connect(url, { max: 1, pooler: true });
  try {
    const [row] = await sql<{ there: boolean }[]>`select to_regclass('public.notifications') is not null as there`;
    return row?.there ? [] : ["The tables are missing: npm run db:migrate && npm run db:seed"];
  } catch (error) {
    return [`It does not answer: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    await sql.end();
  }
}
