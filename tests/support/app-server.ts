import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import getPort from "get-port";

import { guard } from "@/lib/launch/guardian";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;

/** Next reads a developer's .env files in production too, but leaves alone what is set, be it empty. */
const NOTHING_FROM_ENV_FILES = {
  PGBOUNCER: "",
  DATABASE_POOL_SIZE: "",
  REDIS_URL: "",
  REDIS_CLUSTER: "",
  AUTH_JWKS_URL: "",
  INTERNAL_API_KEYS: "",
  DEMO: "",
  MAX_STREAMS: "",
  MAX_STREAMS_PER_USER: "",
  DRAIN_SECONDS: "",
  READ_RETENTION_DAYS: "",
};

/** One process of the production build. */
export interface App {
  url: string;
  pid: number;
  /** Everything it has printed. */
  log(): string;
  /** SIGTERM, as a deployment does it; returns the exit code, null when it had to be killed. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a crash does it. */
  kill(): Promise<void>;
}

interface AppOptions {
  /** The address that answers 200 once it is started. */
  health?: string;
  /** Of localhost; by default a free one. */
  port?: number;
  /** Where the build is; by default this checkout. */
  folder?: string;
}

/** Starts `next start` and waits until it is healthy. Needs `npm run build`. */
export async function startApp(
  env: Record<string, string>,
  { health = "/api/health/ready", port: wantedPort, folder = "." }: AppOptions = {},
): Promise<App> {
  if (!existsSync(path.join(folder, ".next/BUILD_ID"))) throw new Error("There is no production build: npm run build");
  const port = wantedPort ?? (await getPort());
  const next = path.resolve("node_modules/next/dist/bin/next");
  const { PATH = "", HOME = "" } = process.env;
  const server = spawn(process.execPath, [next, "start", "--port", String(port)], {
    cwd: folder,
    env: { PATH, HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...NOTHING_FROM_ENV_FILES, ...env },
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
  const app: App = {
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
    await ready(app, health, () => server.exitCode !== null || server.signalCode !== null);
  } catch (error) {
    await app.kill();
    throw error;
  }
  return app;
}

async function ready({ url, log }: App, health: string, hasExited: () => boolean): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await delay(50)) {
    if (hasExited()) break;
    const response = await fetch(url + health).catch(() => null);
    if (response?.ok) return;
  }
  throw new Error(`the server did not get ready:\n${log()}`);
}
