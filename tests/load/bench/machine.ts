import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";

import { asAdmin } from "@/tests/support/postgres-server";

import type { Services } from "./services";

/** What a run ran on. */
export interface Machine {
  cores: number;
  cpu: string;
  memoryGigabytes: number;
  system: string;
  /** Of programs and packages, by name. */
  versions: Readonly<Record<string, string>>;
}

const PACKAGES = ["next", "react", "postgres", "ioredis", "express", "ws", "better-sse", "socket.io"];

export async function describeMachine({ postgres }: Services): Promise<Machine> {
  const versions: Record<string, string> = { node: process.versions.node };
  for (const name of PACKAGES) versions[name] = packageVersion(name);
  versions["redis-server"] =
    /v=(\S+)/.exec(execFileSync("redis-server", ["--version"], { encoding: "utf8" }))?.[1] ?? "";
  await asAdmin(postgres.adminUrl, async (sql) => {
    const [row] = await sql<[{ server_version: string }]>`show server_version`;
    versions["Postgres"] = row.server_version;
  });
  return {
    cores: os.availableParallelism(),
    cpu: os.cpus()[0]?.model ?? "",
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    versions,
  };
}

function packageVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string };
  return version;
}
