import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { guard } from "@/lib/dev/guardian";
import { restartablePort } from "@/tests/support/ports";
import { systemProgram } from "@/tests/support/system-program";

/** A real PgBouncer in transaction mode, which keeps its address when it is restarted. */
export class PgBouncer {
  #process: ChildProcess | undefined;
  #letGo = async (): Promise<void> => {};

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly letGoOfFolder: () => Promise<void>,
  ) {}

  /** In front of the server of this address, for every database on it. `poolSize` connections lead to each of them. */
  static async start(server: string, poolSize: number): Promise<PgBouncer> {
    const { hostname, port, username, password } = new URL(server);
    const folder = await mkdtemp(path.join(tmpdir(), "notifications-pgbouncer-"));
    const bouncer = new PgBouncer(await restartablePort(), folder, guard({ folder }));
    const settings = {
      listen_addr: "127.0.0.1",
      listen_port: bouncer.port,
      unix_socket_dir: "",
      pool_mode: "transaction",
      default_pool_size: poolSize,
      // Whoever comes is let in, and reaches the server as the user named below.
      auth_type: "any",
      // Also a refusal of its own; for root it has to become somebody else.
      ...(process.getuid?.() === 0 && { user: "nobody" }),
    };
    const lines = [
      "[databases]",
      `* = host=${hostname} port=${port || 5432} user=${username}${password && ` password='${decodeURIComponent(password)}'`}`,
      "[pgbouncer]",
      ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    ];
    await writeFile(path.join(folder, "pgbouncer.ini"), lines.join("\n"), { mode: 0o600 });
    await bouncer.run();
    return bouncer;
  }

  async run(): Promise<void> {
    // Where Debian keeps it is not on everybody's PATH.
    const names = ["pgbouncer", "../sbin/pgbouncer"];
    const advice = "apt-get install pgbouncer, or brew install pgbouncer";
    const program = systemProgram({ names, debianPackages: ["pgbouncer"], advice });
    const bouncer = spawn(program, [path.join(this.folder, "pgbouncer.ini")], { stdio: ["ignore", "ignore", "pipe"] });
    await once(bouncer, "spawn");
    this.#process = bouncer;
    this.#letGo = guard({ pid: bouncer.pid ?? 0, signal: "SIGKILL" });
    const exited = once(bouncer, "exit");
    let last = "it said nothing";
    await new Promise<void>((resolve, reject) => {
      createInterface(bouncer.stderr).on("line", (line) => {
        last = line;
        if (line.includes("process up")) resolve();
      });
      void exited.then(() => reject(new Error(`pgbouncer did not start: ${last}`)));
    });
  }

  /** Ends at once, and every connection with it. */
  async kill(): Promise<void> {
    const bouncer = this.#process;
    this.#process = undefined;
    if (!bouncer) return;
    bouncer.kill("SIGKILL");
    await once(bouncer, "exit");
    await this.#letGo();
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
    await this.letGoOfFolder();
  }
}
