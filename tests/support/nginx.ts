import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import getPort from "get-port";

import { guard } from "@/lib/launch/guardian";

import { systemProgram } from "./system-program";

const START_TIMEOUT_MS = 10_000;

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

/** Starts a real nginx on a free port of 127.0.0.1, in front of these servers of localhost, configured as the README says. */
export async function startNginx(servers: readonly string[]): Promise<Nginx> {
  const program = systemProgram({
    names: ["nginx"],
    debianPackages: ["nginx-light"],
    advice: "apt-get install nginx-light, or brew install nginx",
  });
  const port = await getPort({ host: "127.0.0.1" });
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-nginx-"));
  const letGoOfFolder = guard({ folder });
  const configuration = path.join(folder, "nginx.conf");
  await writeFile(configuration, configure({ port, servers, folder }));

  const server = spawn(program, ["-e", "stderr", "-p", folder, "-c", configuration], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  await once(server, "spawn");
  const letGoOfServer = guard({ pid: -(server.pid ?? 0), signal: "SIGKILL" });
  const exited = once(server, "exit");
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));

  const nginx: Nginx = {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.kill("SIGTERM");
      if (server.exitCode === null && server.signalCode === null) await exited;
      await rm(folder, { recursive: true, force: true });
      await Promise.all([letGoOfServer(), letGoOfFolder()]);
    },
  };
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await delay(20)) {
    if (server.exitCode !== null) break;
    if (await fetch(nginx.url).catch(() => null)) return nginx;
  }
  await nginx.stop();
  throw new Error(`nginx did not start: ${log}`);
}

interface Configuration {
  port: number;
  servers: readonly string[];
  folder: string;
}

function configure({ port, servers, folder }: Configuration): string {
  const upstreams = servers.map((url) => `server 127.0.0.1:${new URL(url).port} max_fails=0;`);
  return `
${process.getuid?.() === 0 ? "user root;" : ""}
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((use) => `${use}_temp_path ${folder}/${use};`).join("\n  ")}
  upstream app {
    ${upstreams.join("\n    ")}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://app;
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_next_upstream error timeout non_idempotent;
    }
  }
}
`;
}
