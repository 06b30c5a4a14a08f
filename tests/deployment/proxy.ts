import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import getPort from "get-port";

import { guard } from "@/lib/dev/guardian";
import type { Certificate } from "@/tests/support/certificate";
import { nginxProgram } from "@/tests/support/nginx";
import { until } from "@/tests/support/until";

import { accepts } from "./accepts";
import { nginxConfiguration } from "./nginx-configuration";

const START_TIMEOUT_MS = 10_000;

export interface Proxy {
  url: string;
  /** Without TLS. */
  plainUrl: string;
  /** Lines of its access log, each an object. */
  accessLog(): Promise<Record<string, unknown>[]>;
  /** Everything in its logs, as text. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts nginx with the configuration of a deployment in front of these ports of 127.0.0.1, with static files in `assets`. */
export async function startProxy(
  instances: readonly number[],
  { certificate, key }: Certificate,
  assets: string,
): Promise<Proxy> {
  const [https, http] = [await getPort({ host: "127.0.0.1" }), await getPort({ host: "127.0.0.1" })];
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-proxy-"));
  const letGoOfFolder = guard({ folder });
  // Its workers are nobody, and have their temporary files in there.
  await chmod(folder, 0o711);
  const file = path.join(folder, "nginx.conf");
  await writeFile(
    file,
    nginxConfiguration({
      https: `127.0.0.1:${https}`,
      http: `127.0.0.1:${http}`,
      instances: instances.map((port) => `127.0.0.1:${port}`),
      folder,
      certificate,
      key,
      assets,
    }),
  );
  const server = spawn(nginxProgram(), ["-e", "stderr", "-c", file, "-g", "daemon off;"], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  await once(server, "spawn");
  const letGoOfServer = guard({ pid: -(server.pid ?? 0), signal: "SIGKILL" });
  const exited = once(server, "exit");
  let errors = "";
  server.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));

  const access = (): Promise<string> => readFile(path.join(folder, "access.log"), "utf8");
  const proxy: Proxy = {
    url: `https://127.0.0.1:${https}`,
    plainUrl: `http://127.0.0.1:${http}`,
    accessLog: async () =>
      (await access())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    logs: async () => errors + (await access()),
    stop: async () => {
      server.kill("SIGTERM");
      if (server.exitCode === null && server.signalCode === null) await exited;
      await rm(folder, { recursive: true, force: true });
      await Promise.all([letGoOfServer(), letGoOfFolder()]);
    },
  };
  try {
    await until(`nginx listens ${errors}`, START_TIMEOUT_MS, () => {
      if (server.exitCode !== null) throw new Error(`nginx did not start: ${errors}`);
      return accepts(https);
    });
  } catch (error) {
    await proxy.stop();
    throw error;
  }
  return proxy;
}
