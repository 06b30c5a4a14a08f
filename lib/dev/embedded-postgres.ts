import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

import getPort from "get-port";
import postgres from "postgres";

import { dataFolder, handOver, majorVersion, preparePostgresHome, type PostgresHome } from "./postgres-home";

export interface EmbeddedPostgres {
  url: string;
  port: number;
  pid: number;
  /** Where the data is: the folder asked for, or one that Postgres' user can reach. */
  folder: string;
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  /** Ends every session, writes everything to disk and resolves when the server is gone. */
  stop(): Promise<void>;
}

const POLL_MS = 25;
const READY_WITHIN_MS = 60_000;
const FAST_STOP_WITHIN_MS = 10_000;
const START_ATTEMPTS = 3;
const START_RETRY_MS = 700;
/** How long a server that is recorded as running may stay silent, or its owner may take to disappear. */
const GRACE_MS = 2_000;
/** The session by which a start sees that the server has a living owner. */
const OWNER = "owner of embedded postgres";

/**
 * Starts the Postgres that npm installed, on `port` of 127.0.0.1 (a free one by default), with its data in `folder` (made
 * at the first start). A server left over by an owner that was killed is stopped first. `settings` are Postgres' own, by name.
 * Throws an Error whose message is one line for the person at the keyboard.
 */
export async function startPostgres(options: {
  folder: string;
  port?: number;
  settings?: Readonly<Record<string, string>>;
}): Promise<EmbeddedPostgres> {
  const home = preparePostgresHome(options.folder);
  const data = dataFolder(home.folder);
  if (existsSync(data)) {
    checkVersion(home, data);
    await endLeftover(home, data);
  } else {
    await initialise(home, data);
  }

  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(home, data, options);
    } catch (error) {
      // The port can be taken between choosing and using it, and the memory of a killed server is freed a moment late.
      if (attempt === START_ATTEMPTS) throw error;
      await delay(START_RETRY_MS);
    }
  }
}

async function initialise(home: PostgresHome, data: string): Promise<void> {
  const password = passwordFile(home);
  writeFileSync(password, randomBytes(12).toString("hex"), { mode: 0o600 });
  handOver(password, home);

  // Renamed when complete, so that an interrupted first start is simply done again.
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  handOver(draft, home);
  const flags = [
    "--username=postgres",
    `--pwfile=${password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
  ];
  try {
    await promisify(execFile)(
      path.join(home.programs, "initdb"),
      [`--pgdata=${draft}`, ...flags],
      processOptions(home),
    );
  } catch (error) {
    const reason = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Error(`Postgres could not create its data in ${home.folder}: ${reason}`, { cause: error });
  }
  renameSync(draft, data);
}

function checkVersion(home: PostgresHome, data: string): void {
  const found = readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  const expected = majorVersion(home);
  if (found !== expected)
    throw new Error(`${home.folder} holds data of Postgres ${found}, this is Postgres ${expected}: delete that folder`);
}

async function launch(
  home: PostgresHome,
  data: string,
  options: { port?: number; settings?: Readonly<Record<string, string>> },
): Promise<EmbeddedPostgres> {
  const port = options.port ?? (await getPort({ host: "127.0.0.1" }));
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...options.settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = path.join(home.folder, "log");
  const output = openSync(log, "w", 0o600);
  const server = spawn(path.join(home.programs, "postgres"), ["-D", data, "-p", String(port), ...flags], {
    ...processOptions(home),
    stdio: ["ignore", output, output],
    // Its own process group: Ctrl-C must reach the app first, and the database when the app has ended.
    detached: true,
  });
  closeSync(output);
  const exited = new Promise<void>((resolve) => {
    server.once("exit", () => resolve());
    server.once("error", () => resolve());
  });

  const url = urlOf(home, port);
  const connection = { application_name: OWNER };
  const owner = postgres(url, { max: 1, max_lifetime: null, connection, onnotice: () => {} });
  try {
    await untilReady(server, data, log, exited);
    await owner`select`;
  } catch (error) {
    server.kill("SIGQUIT");
    await owner.end({ timeout: 0 });
    await exited;
    throw error;
  }

  return {
    url,
    port,
    pid: server.pid ?? 0,
    folder: home.folder,
    exited,
    stop: async () => {
      await owner.end({ timeout: 1 });
      server.kill("SIGINT");
      const stopped = await Promise.race([exited.then(() => true), delay(FAST_STOP_WITHIN_MS, false, { ref: false })]);
      // Loses nothing: the next start replays the log of what was committed.
      if (!stopped) server.kill("SIGQUIT");
      await exited;
    },
  };
}

async function untilReady(server: ChildProcess, data: string, log: string, exited: Promise<void>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  let gone = false;
  void exited.then(() => (gone = true));
  for (;;) {
    const recorded = readPidFile(data);
    if (recorded?.ready && recorded.pid === server.pid) return;
    if (gone) throw new Error(`Postgres did not start, see ${log}: ${reasonIn(log)}`);
    if (Date.now() > deadline) throw new Error(`Postgres was not ready within ${READY_WITHIN_MS / 1000} s, see ${log}`);
    await delay(POLL_MS);
  }
}

/** Ends a server that lost its owner (kill -9, a crash), and forgets one that is only recorded as running. */
async function endLeftover(home: PostgresHome, data: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const patience = Date.now() + GRACE_MS;
  for (let asked = false; ; await delay(POLL_MS)) {
    const recorded = readPidFile(data);
    if (!recorded || !isRunning(recorded.pid)) return;
    if (asked && Date.now() > deadline)
      throw new Error(`Process ${recorded.pid} still uses ${home.folder}: end it first`);
    const state = asked ? "busy" : await probe(urlOf(home, recorded.port));
    if (state === "orphan") {
      process.kill(recorded.pid, "SIGINT");
      asked = true;
    } else if (state === "owned" && Date.now() > patience) {
      throw new Error(`${home.folder} is in use by another start of this project: end that one first`);
    } else if (state === "silent" && Date.now() > patience) {
      // Some other process has that id today. Postgres itself would still refuse to share the data with a second server.
      rmSync(path.join(data, "postmaster.pid"), { force: true });
      return;
    }
  }
}

/** Only the server of this folder knows its password, so whoever lets us in is that server. */
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

/** What a running server writes into its data folder, by line: id, …, port (4th), …, state (8th). */
function readPidFile(data: string): { pid: number; port: number; ready: boolean } | undefined {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  // A standby answers questions too.
  const ready = ["ready", "standby"].includes(lines[7]?.trim() ?? "");
  return { pid: Number(lines[0]), port: Number(lines[3]), ready };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Without the caller's PG… variables, which would reach into the server; a C locale, the same on every machine. */
function processOptions({ account, folder }: PostgresHome) {
  const { PATH, NODE_ENV } = process.env;
  return { ...account, cwd: folder, env: { PATH, NODE_ENV, LC_ALL: "C" } };
}

function passwordFile({ folder }: PostgresHome): string {
  return path.join(folder, "password");
}

function urlOf(home: PostgresHome, port: number): string {
  return `postgres://postgres:${readFileSync(passwordFile(home), "utf8")}@127.0.0.1:${port}/postgres`;
}

function reasonIn(log: string): string {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  return lines.find((line) => line.includes("FATAL:")) ?? lines.at(-1) ?? "";
}
