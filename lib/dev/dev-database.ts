import path from "node:path";

import { connect } from "@/db/connection/client";
import { parseDatabaseUrl } from "@/db/connection/database-url";
import { migrate } from "@/db/migrate";
import { seed } from "@/lib/demo/seed";
import { startPostgres } from "@/lib/dev/embedded-postgres";

import { guard } from "./guardian";

/** The database that `npm run dev` works with. */
export interface DevDatabase {
  url: string;
  /** For the person at the keyboard: where it is, then what there is to know about it. */
  description: readonly string[];
  /** Resolves when a server that was started here ends; never for one that was there already. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the Postgres from npm with its data in `folder`, brings it to the newest schema and adds the demo users. */
export async function startDevDatabase(folder: string): Promise<DevDatabase> {
  const server = await startPostgres({ folder });
  const letGo = guard({ pid: server.pid, signal: "SIGINT" });
  const stop = async () => {
    await server.stop();
    await letGo();
  };
  try {
    await migrate(server.url);
    await seed(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  const where = server.folder === folder ? path.relative(process.cwd(), folder) : server.folder;
  const description = [`port ${server.port}, data in ${where}`, server.url];
  if (server.folder !== folder)
    description.push("(the user postgres, as whom it runs for root, cannot reach this checkout)");
  return { url: server.url, description, exited: server.exited, stop };
}

/** Somebody's own database: looked at, never changed. */
export async function inspectDatabase(url: string): Promise<DevDatabase> {
  const { host, port, database } = parseDatabaseUrl(url);
  return {
    url,
    description: [`${host}:${port}/${database ?? ""} (DATABASE_URL)`, ...(await complaints(url))],
    exited: new Promise(() => {}),
    stop: async () => {},
  };
}

async function complaints(url: string): Promise<string[]> {
  const sql = connect(url, { max: 1, pooler: true });
  try {
    const [row] = await sql<{ there: boolean }[]>`select to_regclass('public.notifications') is not null as there`;
    return row?.there ? [] : ["The tables are missing: npm run db:migrate && npm run db:seed"];
  } catch (error) {
    return [`It does not answer: ${error instanceof Error ? error.message || error.name : String(error)}`];
  } finally {
    await sql.end();
  }
}
