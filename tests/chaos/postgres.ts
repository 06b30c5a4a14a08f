import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { startPostgres, type EmbeddedPostgres } from "@/db/embedded-postgres";
import { migrate } from "@/db/migrate";
import { guard } from "@/lib/launch/guardian";
import { restartablePort } from "@/tests/support/restartable-port";

/** Durable as Postgres is by default, since what is committed has to outlive a crash; and statements are counted. */
const SETTINGS = { max_connections: "200", shared_preload_libraries: "pg_stat_statements" };

/** A Postgres that can crash and come back on the same port with the same data. */
export class Postgres {
  #running: { server: EmbeddedPostgres; letGo: () => Promise<void> } | undefined;
  #url = "";

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** A new one with the schema of the product. */
  static async start(): Promise<Postgres> {
    const folder = await mkdtemp(path.join(tmpdir(), "notifications-chaos-"));
    const postgres = new Postgres(await restartablePort(), folder);
    // The guardian removes it when this process ends.
    guard({ folder });
    await postgres.start();
    await migrate(postgres.url());
    return postgres;
  }

  /** Where the database is, or where a proxy in front of it is. */
  url(port = this.port): string {
    const url = new URL(this.#url);
    url.port = String(port);
    return url.href;
  }

  async start(): Promise<void> {
    if (this.#running) return;
    const server = await startPostgres({ folder: this.folder, port: this.port, settings: SETTINGS });
    // Another folder when the system user cannot reach the temporary one.
    if (server.folder !== this.folder) guard({ folder: server.folder });
    this.#running = { server, letGo: guard({ pid: server.pid, signal: "SIGINT" }) };
    this.#url = server.url;
  }

  /** An immediate shutdown: sessions are cut, nothing is written, and the next start recovers from the log. */
  async crash(): Promise<void> {
    if (!this.#running) return;
    process.kill(this.#running.server.pid, "SIGQUIT");
    await this.#running.server.exited;
    await this.stop();
  }

  async stop(): Promise<void> {
    const stopped = this.#running;
    this.#running = undefined;
    await stopped?.server.stop();
    await stopped?.letGo();
  }
}
