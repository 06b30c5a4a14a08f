import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import postgres from "postgres";
import { afterEach, beforeEach, expect, it } from "vitest";

import { startPostgres, type EmbeddedPostgres } from "@/lib/dev/embedded-postgres";
import { guard } from "@/lib/dev/guardian";

/** Starts a server in the folder, creates a table there, and stays. */
const OWNER = `
  import postgres from "postgres";
  import { startPostgres } from "./lib/dev/embedded-postgres.ts";
  const { url, pid } = await startPostgres({ folder: process.argv[1] });
  await postgres(url)\`create table kept ()\`;
  console.log(pid);`;

// Only its owner reaches it: when that is root, Postgres runs as somebody else.
let folder: string;
let letGoOfFolder: () => Promise<void>;
let server: EmbeddedPostgres | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "notifications-embedded-"));
  letGoOfFolder = guard({ folder });
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
  await letGoOfFolder();
});

async function tables(): Promise<string[]> {
  const sql = postgres(server?.url ?? "", { max: 1 });
  const rows = await sql<{ name: string }[]>`select relname as name from pg_stat_user_tables`;
  await sql.end();
  return rows.map(({ name }) => name);
}

it("takes over the data of an owner that was killed, and ends the server that was left", async () => {
  const flags = ["--import", "tsx", "--input-type", "module", "--eval", OWNER];
  const owner = spawn(process.execPath, [...flags, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  const left = Number(line.toString());
  const letGo = guard({ pid: left, signal: "SIGINT" });
  await expect(startPostgres({ folder })).rejects.toThrow("in use by another start");

  owner.kill("SIGKILL");
  await once(owner, "exit");
  server = await startPostgres({ folder });
  expect(await tables()).toEqual(["kept"]);
  expect(server.pid).not.toBe(left);
  await letGo();
});

it("starts though the record of an earlier server names a process that is something else today", async () => {
  server = await startPostgres({ folder });
  await server.stop();
  const lines = [process.pid, path.join(folder, "data"), 1, 1, "", "127.0.0.1", "1 1", "ready", ""];
  await writeFile(path.join(folder, "data", "postmaster.pid"), lines.join("\n"));
  server = await startPostgres({ folder });
  expect(await tables()).toEqual([]);
});

it("says in one line why it does not start", async () => {
  await expect(startPostgres({ folder, settings: { shared_buffers: "nonsense" } })).rejects.toThrow(
    /^Postgres did not start, see \S+: .*shared_buffers.*$/,
  );
});
