import { writeFile } from "node:fs/promises";
import path from "node:path";

import getPort from "get-port";

import { startProgram } from "./program";
import { systemProgram } from "./system-program";

/** Starts a real nginx in front of these servers of localhost, over plain HTTP: what is measured here is not TLS. */
export function startNginx(servers: readonly string[]): Promise<Nginx> {
  const upstreams = servers.map((url) => `server 127.0.0.1:${new URL(url).port} max_fails=0;`);
  return startNginxProcess(
    (port) => `
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
  );
}

/** Starts a real nginx in front of this server of localhost that compresses what it forwards, event streams too, and so sends them when it has much of them. */
export function startBufferingNginx(server: string): Promise<Nginx> {
  return startNginxProcess(
    (port) => `
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
  );
}

const WORKER = /start worker process (\d+)/;

export interface Nginx {
  url: string;
  /** Of its worker, which does the work. */
  workerPid: number;
  stop(): Promise<void>;
}

/** The path of nginx, see systemProgram. */
export function nginxProgram(): string {
  return systemProgram({
    names: ["nginx"],
    debianPackages: ["nginx-light"],
    advice: "apt-get install nginx-light, or brew install nginx",
  });
}

/** Starts a real nginx with one worker, on a free port of 127.0.0.1; `configure` says what stands in `http`. */
async function startNginxProcess(configure: (port: number) => string): Promise<Nginx> {
  const port = await getPort({ host: "127.0.0.1" });
  const url = `http://127.0.0.1:${port}`;
  const { log, stop } = await startProgram({
    name: "nginx",
    program: nginxProgram(),
    args: async (folder) => {
      const file = path.join(folder, "nginx.conf");
      await writeFile(file, write(configure(port), folder));
      return ["-e", "stderr", "-p", folder, "-c", file];
    },
    isReady: async (nginx) => WORKER.test(nginx.log()) && (await fetch(url).catch(() => null)) !== null,
    signal: "SIGTERM",
  });
  return { url, workerPid: Number(WORKER.exec(log())?.[1]), stop };
}

function write(http: string, folder: string): string {
  return `
${process.getuid?.() === 0 ? "user root;" : ""}
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
