import { writeFile } from "node:fs/promises";
import path from "node:path";

import { restartablePort } from "@/tests/support/programs/ports";
import { startProgram, type Program } from "@/tests/support/programs/program";
import { systemProgram } from "@/tests/support/programs/system-program";

/** A real PgBouncer in transaction mode, which keeps its address when it is restarted. */
export class PgBouncer {
  #process: Program | undefined;

  private constructor(
    readonly port: number,
    private readonly configuration: string,
  ) {}

  /** In front of the server of this address, for every database on it. `poolSize` connections lead to each of them. */
  static async start(server: string, poolSize: number): Promise<PgBouncer> {
    const { hostname, port, username, password } = new URL(server);
    const own = await restartablePort();
    const settings = {
      listen_addr: "127.0.0.1",
      listen_port: own,
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
    const bouncer = new PgBouncer(own, lines.join("\n"));
    await bouncer.run();
    return bouncer;
  }

  async run(): Promise<void> {
    // Where Debian keeps it is not on everybody's PATH.
    const names = ["pgbouncer", "../sbin/pgbouncer"];
    const advice = "apt-get install pgbouncer, or brew install pgbouncer";
    this.#process = await startProgram({
      name: "pgbouncer",
      program: systemProgram({ names, debianPackages: ["pgbouncer"], advice }),
      args: async (folder) => {
        const file = path.join(folder, "pgbouncer.ini");
        await writeFile(file, this.configuration, { mode: 0o600 });
        return [file];
      },
      isReady: ({ log }) => log().includes("process up"),
    });
  }

  /** Ends at once, and every connection with it. */
  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = undefined;
  }
}
