import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import getPort from "get-port";

import { guard } from "@/lib/dev/guardian";
import { systemProgram } from "@/tests/support/system-program";
import { eventually } from "@/tests/support/until";

const PACKAGE = { debianPackages: ["prometheus"], advice: "apt-get install prometheus, or brew install prometheus" };

/** Runs `promtool`; throws an Error with all it said when it finds something wrong. */
export function promtool(args: readonly string[], input = ""): string {
  const program = systemProgram({ names: ["promtool"], ...PACKAGE });
  try {
    return execFileSync(program, args, { input, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`promtool ${args.join(" ")}:\n${stdout}${stderr}`, { cause: error });
  }
}

export interface Prometheus {
  /** What its HTTP API answers, such as `query?query=up`. */
  ask<Data>(question: string): Promise<Data>;
  stop(): Promise<void>;
}

/** Starts a real Prometheus of its own with this configuration, and the files it names, in a folder for them. */
export async function startPrometheus(
  files: { "prometheus.yml": string } & Record<string, string>,
): Promise<Prometheus> {
  const program = systemProgram({ names: ["prometheus"], ...PACKAGE });
  const port = await getPort({ host: "127.0.0.1" });
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-prometheus-"));
  const letGoOfFolder = guard({ folder });
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const flags = ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=127.0.0.1:${port}`];
  const server = spawn(program, flags, { cwd: folder, stdio: ["ignore", "ignore", "pipe"], detached: true });
  await once(server, "spawn");
  const letGoOfServer = guard({ pid: server.pid ?? 0, signal: "SIGKILL" });
  const exited = once(server, "exit");
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));

  const api = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    server.kill("SIGKILL");
    if (server.exitCode === null && server.signalCode === null) await exited;
    await rm(folder, { recursive: true, force: true });
    await Promise.all([letGoOfServer(), letGoOfFolder()]);
  };
  try {
    await eventually(async () => {
      if (server.exitCode !== null) throw new Error(`Prometheus did not start:\n${log}`);
      return (await fetch(`${api}/-/ready`).catch(() => null))?.ok ?? false;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async ask<Data>(question: string): Promise<Data> {
      const response = await fetch(`${api}/api/v1/${question}`);
      const { data, error } = (await response.json()) as { data: Data; error?: string };
      if (error !== undefined) throw new Error(`${question}: ${error}`);
      return data;
    },
    stop,
  };
}
