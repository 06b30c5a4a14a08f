import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { startPostgres, type EmbeddedPostgres } from "@/lib/dev/embedded-postgres";
import { guard } from "@/lib/dev/guardian";
import { restartablePort } from "@/tests/support/programs/ports";

import { createTemplate, type DatabaseSource } from "./postgres-server";

/** Committed changes survive a crash of its processes, though not a power cut. */
const SETTINGS = { fsync: "off", max_connections: "100" };

/** A Postgres for one test. It fails as servers do, and comes back at the same address with the same data. */
export class OwnPostgres implements DatabaseSource {
  adminUrl = "";
  template = "";
  #server: EmbeddedPostgres | undefined;
  #letGoOfServer = async (): Promise<void> => {};
  #frozen: number[] = [];

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
    private readonly letGoOfFolder: () => Promise<void>,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
    const postgres = await OwnPostgres.#at(path.join(tmpdir(), "notifications-postgres-"), settings);
    await postgres.start();
    postgres.template = await createTemplate(postgres.adminUrl);
    return postgres;
  }

  static async #at(prefix: string, settings: Readonly<Record<string, string>>): Promise<OwnPostgres> {
    const folder = await mkdtemp(prefix);
    return new OwnPostgres(await restartablePort(), folder, settings, guard({ folder }));
  }

  get pid(): number {
    return this.#running.pid;
  }

  get logFile(): string {
    return path.join(this.folder, "log");
  }

  /** Starts it again, unless it runs. */
  async start(): Promise<void> {
    if (this.#server) return;
    const settings = { ...SETTINGS, ...this.settings };
    this.#server = await startPostgres({ folder: this.folder, port: this.port, settings });
    this.adminUrl = this.#server.url;
    this.#letGoOfServer = guard({ pid: this.#server.pid, signal: "SIGINT" });
  }

  /** An immediate shutdown: every session is cut off, and the next start recovers. */
  async crash(): Promise<void> {
    await this.#end("immediate");
  }

  /** None of its processes does anything until `thaw`: connections stay open, new ones are made, nothing is answered. */
  freeze(): void {
    const { pid } = this.#running;
    process.kill(pid, "SIGSTOP");
    this.#frozen = [pid, ...childrenOf(pid)];
    for (const each of this.#frozen) process.kill(each, "SIGSTOP");
  }

  thaw(): void {
    for (const each of this.#frozen.splice(0)) process.kill(each, "SIGCONT");
  }

  /** A standby, which follows this server from now on. Restarts this one for it. */
  async standby(): Promise<OwnPostgres> {
    await this.#end();
    const source = new URL(this.adminUrl);
    const standby = await OwnPostgres.#at(`${this.folder}-standby-`, {
      ...this.settings,
      primary_conninfo: `host=127.0.0.1 port=${this.port} user=${source.username} password=${source.password}`,
    });
    // With its owner: Postgres runs as another user for root.
    execFileSync("cp", ["-Rp", ...["data", "password"].map((name) => path.join(this.folder, name)), standby.folder]);
    await writeFile(path.join(standby.folder, "data", "standby.signal"), "");
    await this.start();
    await standby.start();
    standby.template = this.template;
    return standby;
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.#end();
    await rm(this.folder, { recursive: true, force: true });
    await this.letGoOfFolder();
  }

  get #running(): EmbeddedPostgres {
    if (!this.#server) throw new Error("this Postgres does not run");
    return this.#server;
  }

  async #end(mode?: "immediate"): Promise<void> {
    await this.#server?.stop(mode);
    this.#server = undefined;
    await this.#letGoOfServer();
    this.#letGoOfServer = async () => {};
  }
}

function childrenOf(pid: number): number[] {
  const output =
    process.platform === "linux"
      ? readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      : execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" });
  return output.split(/\s+/).filter(Boolean).map(Number);
}
