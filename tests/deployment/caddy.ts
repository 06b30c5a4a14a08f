import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import getPort from "get-port";

import { guard } from "@/lib/dev/guardian";
import type { Certificate } from "@/tests/support/certificate";
import { systemProgram } from "@/tests/support/system-program";
import { until } from "@/tests/support/until";

import { accepts } from "./accepts";
import { INSIDE } from "./nginx-configuration";

const START_TIMEOUT_MS = 10_000;

export interface Caddy {
  url: string;
  stop(): Promise<void>;
}

/** Starts Caddy as the README configures it, in front of these ports of 127.0.0.1. */
export async function startCaddy(instances: readonly number[], certificate: Certificate): Promise<Caddy> {
  const program = systemProgram({
    names: ["caddy"],
    debianPackages: ["caddy"],
    advice: "apt-get install caddy, or brew install caddy",
  });
  const port = await getPort({ host: "127.0.0.1" });
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-caddy-"));
  const letGoOfFolder = guard({ folder });
  const file = path.join(folder, "Caddyfile");
  await writeFile(file, caddyfile(port, instances, certificate));
  const server = spawn(program, ["run", "--config", file, "--adapter", "caddyfile"], {
    env: { NODE_ENV: "production", HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  await once(server, "spawn");
  const letGoOfServer = guard({ pid: server.pid ?? 0, signal: "SIGKILL" });
  const exited = once(server, "exit");
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const stop = async (): Promise<void> => {
    server.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true, force: true });
    await Promise.all([letGoOfServer(), letGoOfFolder()]);
  };
  try {
    await until("Caddy listens", START_TIMEOUT_MS, () => {
      if (server.exitCode !== null) throw new Error(`Caddy did not start: ${log}`);
      return accepts(port);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `https://127.0.0.1:${port}`, stop };
}

/** The one of the README, with the addresses of here and a certificate that nobody has to be asked for. */
function caddyfile(port: number, instances: readonly number[], { certificate, key }: Certificate): string {
  const shown = /```caddyfile\n(.*?)```/s.exec(readFileSync("lib/deploy/README.md", "utf8"))?.[1] ?? "";
  const addresses = instances.map((each) => `127.0.0.1:${each}`).join(" ");
  const here = shown
    .replace("example.com {", `https://127.0.0.1:${port} {\n\ttls ${certificate} ${key}`)
    .replace("private_ranges", `${INSIDE}/32`)
    .replace("app-1:3000 app-2:3000", addresses);
  return `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${here}`;
}
