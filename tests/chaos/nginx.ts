import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { guard } from "@/lib/launch/guardian";
import { restartablePort } from "@/tests/support/restartable-port";
import { systemProgram } from "@/tests/support/system-program";

/** A real nginx that balances over these ports, and tries the other one when one does not take a request. */
export async function startNginx(ports: readonly number[]): Promise<{ url: string; stop(): Promise<void> }> {
  const program = systemProgram({ names: ["nginx"], debianPackages: ["nginx-light"], advice: "apt-get install nginx" });
  const port = await restartablePort();
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-nginx-"));
  const letGoOfFolder = guard({ folder });
  const file = path.join(folder, "nginx.conf");
  await writeFile(file, configuration(port, ports));
  const server = spawn(program, ["-p", folder, "-c", file, "-e", "stderr"], { stdio: ["ignore", "ignore", "pipe"] });
  await once(server, "spawn");
  const letGo = guard({ pid: server.pid ?? 0, signal: "SIGKILL" });
  const exited = once(server, "exit");
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  while (!(await listens(port))) {
    if (server.exitCode !== null) throw new Error(`nginx did not start: ${log}`);
    await delay(20);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
      await Promise.all([letGo(), letGoOfFolder()]);
    },
  };
}

/** A POST may be tried on the other instance as well: it carries an Idempotency-Key, or can be repeated by itself. */
function configuration(port: number, ports: readonly number[]): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${name};`);
  return `
    daemon off; master_process off; pid nginx.pid;
    events { worker_connections 4096; }
    http {
      access_log off; ${temporary.join(" ")}
      upstream instances { ${ports.map((each) => `server 127.0.0.1:${each} max_fails=0;`).join(" ")} }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://instances;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_next_upstream error timeout http_502 http_503 non_idempotent;
        }
      }
    }`;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
