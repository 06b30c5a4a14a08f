import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import getPort from "get-port";

import { guard } from "@/lib/dev/guardian";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;

/** A server of ours or of a peer, as a process of its own. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** Everything it has printed. */
  log(): string;
  /** SIGTERM, as a deployment does it; returns the exit code, null when it had to be killed. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a crash does it. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  /** The address that answers 200 once it is started. */
  health?: string;
  /** Of localhost; by default a free one. */
  port?: number;
  /** Where it runs; by default this checkout. */
  folder?: string;
  /** The path of the Node that runs it, and all that it starts; by default the one that runs the tests. */
  node?: string;
}

/**
 * Starts Node in production with the arguments that `command` makes of a port, and waits until it is healthy. `env` is
 * all it gets of an environment, beside PATH, HOME and PORT.
 */
export async function startServerProcess(
  command: (port: number) => readonly string[],
  env: Readonly<Record<string, string>>,
  { health = "/api/health/ready", port: wantedPort, folder = ".", node = process.execPath }: ServerOptions = {},
): Promise<ServerProcess> {
  const port = wantedPort ?? (await getPort());
  const { PATH = "", HOME = "" } = process.env;
  const server = spawn(node, command(port), {
    cwd: folder,
    env: { PATH: `${path.dirname(node)}:${PATH}`, HOME, NODE_ENV: "production", PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  await once(server, "spawn");
  const pid = server.pid ?? 0;
  const letGo = guard({ pid, signal: "SIGKILL" });
  const exited = once(server, "exit").then(async () => letGo());
  let log = "";
  for (const output of [server.stdout, server.stderr]) output.on("data", (chunk: Buffer) => (log += chunk.toString()));

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server.kill(signal);
    await exited;
  };
  const started: ServerProcess = {
    url: `http://localhost:${port}`,
    pid,
    log: () => log,
    stop: async () => {
      const killed = new AbortController();
      await Promise.race([
        end("SIGTERM"),
        delay(STOP_TIMEOUT_MS, undefined, { signal: killed.signal }).then(() => end("SIGKILL")),
      ]);
      killed.abort();
      return server.exitCode;
    },
    kill: () => end("SIGKILL"),
  };
  try {
    await ready(started, health, () => server.exitCode !== null || server.signalCode !== null);
  } catch (error) {
    await started.kill();
    throw error;
  }
  return started;
}

async function ready({ url, log }: ServerProcess, health: string, hasExited: () => boolean): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await delay(50)) {
    if (hasExited()) break;
    const response = await fetch(url + health).catch(() => null);
    if (response?.ok) return;
  }
  throw new Error(`the server did not get ready:\n${log()}`);
}
