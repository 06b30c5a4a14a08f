import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";

import { asAdmin } from "@/tests/support/postgres/postgres-server";

import type { Services } from "./services";

/** What a run ran on, in words. */
const PACKAGES = ["next", "react", "postgres", "ioredis", "express", "ws"];

export async function describeMachine({ postgres }: Services): Promise<string> {
  const versions: Record<string, string> = { node: process.versions.node };
  for (const name of PACKAGES) versions[name] = packageVersion(name);
  versions["redis-server"] =
    /v=(\S+)/.exec(execFileSync("redis-server", ["--version"], { encoding: "utf8" }))?.[1] ?? "";
  await asAdmin(postgres.adminUrl, async (sql) => {
    const [row] = await sql<[{ server_version: string }]>`show server_version`;
    versions["Postgres"] = row.server_version;
  });
  const model = os.cpus()[0]?.model ?? "";
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const programs = Object.entries(versions).map((version) => version.join(" "));
  return `${os.availableParallelism()} cores (${model}), ${memory} GB, ${os.type()} ${os.release()}; ${programs.join(", ")}`;
}

function packageVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string };
  return version;
}
