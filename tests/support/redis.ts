import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import getPort from "get-port";

import { guard } from "@/lib/dev/guardian";

import { systemProgram } from "./system-program";

export interface RedisServer {
  url: string;
  port: number;
  /** For tests that freeze it, or kill it. */
  pid: number;
  stop(): Promise<void>;
}

interface RedisOptions {
  /** A free one unless given. */
  port?: number;
  /** More of its command line. */
  flags?: readonly string[];
}

/** Starts a real redis-server of its own on 127.0.0.1, which keeps nothing on disk. */
export async function startRedis({ port, flags = [] }: RedisOptions = {}): Promise<RedisServer> {
  const program = systemProgram({
    names: ["redis-server"],
    debianPackages: ["redis-server"],
    advice: "apt-get install redis-server, or brew install redis",
  });
  port ??= await getPort({ host: "127.0.0.1" });
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-redis-"));
  const letGoOfFolder = guard({ folder });
  const all = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  const server = spawn(program, [...all, ...flags], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  await once(server, "spawn");
  const pid = server.pid ?? 0;
  const letGoOfServer = guard({ pid, signal: "SIGKILL" });
  const exited = once(server, "exit");

  const log: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    createInterface(server.stdout).on("line", (line) => {
      log.push(line);
      if (line.includes("Ready to accept connections")) resolve();
    });
    void exited.then(() => reject(new Error(`redis-server did not start: ${log.at(-1) ?? "it said nothing"}`)));
  });

  const stop = async () => {
    server.kill("SIGKILL");
    if (server.exitCode === null && server.signalCode === null) await exited;
    await rm(folder, { recursive: true, force: true });
    await Promise.all([letGoOfServer(), letGoOfFolder()]);
  };
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, port, pid, stop };
}
