import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import getPort from "get-port";

import { guard } from "@/lib/dev/guardian";

import { systemProgram } from "./system-program";

/** Starts a real nginx in front of these servers of localhost, over plain HTTP: what is measured here is not TLS. */
export function startNginx(servers: readonly string[]): Promise<Nginx> {
  const upstreams = servers.map((url) => `server 127.0.0.1:${new URL(url).port} max_fails=0;`);
  return startNginxProcess((port) => ({
    http: `
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
  }`,
  }));
}

/** Starts a real nginx in front of this server of localhost that compresses what it forwards, event streams too, and so sends them when it has much of them. */
export function startBufferingNginx(server: string): Promise<Nginx> {
  return startNginxProcess((port) => ({
    http: `
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${new URL(server).port};
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_ignore_headers X-Accel-Buffering;
      gzip on;
      gzip_proxied any;
      gzip_types text/event-stream;
    }
  }`,
  }));
}

const START_TIMEOUT_MS = 10_000;

export interface Nginx {
  url: string;
  /** Of its worker, which does the work. */
  workerPid: number;
  stop(): Promise<void>;
}

interface NginxConfiguration {
  /** What comes before `events`, such as modules. */
  main?: string;
  /** What stands in `http`. */
  http: string;
}

/** The path of nginx, see systemProgram. */
export function nginxProgram(): string {
  return systemProgram({
    names: ["nginx"],
    debianPackages: ["nginx-light"],
    advice: "apt-get install nginx-light, or brew install nginx",
  });
}

/** Starts a real nginx with one worker, on a free port of 127.0.0.1; `configure` says what it does there. */
export async function startNginxProcess(configure: (port: number) => NginxConfiguration): Promise<Nginx> {
  const program = nginxProgram();
  const port = await getPort({ host: "127.0.0.1" });
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-nginx-"));
  const letGoOfFolder = guard({ folder });
  const configuration = path.join(folder, "nginx.conf");
  await writeFile(configuration, write(configure(port), folder));

  const server = spawn(program, ["-e", "stderr", "-p", folder, "-c", configuration], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  await once(server, "spawn");
  const letGoOfServer = guard({ pid: -(server.pid ?? 0), signal: "SIGKILL" });
  const exited = once(server, "exit");
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));

  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    if (server.exitCode === null && server.signalCode === null) await exited;
    await rm(folder, { recursive: true, force: true });
    await Promise.all([letGoOfServer(), letGoOfFolder()]);
  };
  const url = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await delay(20)) {
    if (server.exitCode !== null) break;
    const worker = /start worker process (\d+)/.exec(log)?.[1];
    if (worker !== undefined && (await fetch(url).catch(() => null))) return { url, workerPid: Number(worker), stop };
  }
  await stop();
  throw new Error(`nginx did not start: ${log}`);
}

function write({ main = "", http }: NginxConfiguration, folder: string): string {
  return `
${process.getuid?.() === 0 ? "user root;" : ""}
${main}
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr notice;
events { worker_connections 20000; }
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((use) => `${use}_temp_path ${folder}/${use};`).join("\n  ")}
  ${http}
}
`;
}
