import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { startPostgres, type EmbeddedPostgres } from "@/lib/dev/embedded-postgres";
import { guard } from "@/lib/dev/guardian";

import { restartablePort } from "./ports";
import { createTemplate, type DatabaseSource } from "./postgres-server";

/** What is committed survives a crash of its processes, though not a power cut. */
const SETTINGS = { fsync: "off", max_connections: "100" };

/** A Postgres of one test's own, which fails as servers do, and comes back at the same address with the same data. */
export class OwnPostgres implements DatabaseSource {
  adminUrl = "";
  template = "";
  #server: EmbeddedPostgres | undefined;
  #letGoOfServer = async (): Promise<void> => {};
  #letGoOfData = async (): Promise<void> => {};
  /** Where its data is, also while it does not run. */
  #data = "";
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

  /** The file that it logs to. */
  get logFile(): string {
    return path.join(this.#running.folder, "log");
  }

  /** Starts it again, unless it runs. */
  async start(): Promise<void> {
    if (this.#server) return;
    const settings = { ...SETTINGS, ...this.settings };
    this.#server = await startPostgres({ folder: this.folder, port: this.port, settings });
    this.adminUrl = this.#server.url;
    this.#letGoOfServer = guard({ pid: this.#server.pid, signal: "SIGINT" });
    if (this.#data === this.#server.folder) return;
    // Another folder when the system user cannot reach the temporary one.
    this.#data = this.#server.folder;
    this.#letGoOfData = guard({ folder: this.#data });
  }

  /** An immediate shutdown: every session is cut off, and the next start recovers. */
  async crash(): Promise<void> {
    if (this.#server) process.kill(this.#server.pid, "SIGQUIT");
    await this.#server?.exited;
    await this.#end();
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

  /** A standby, which follows this server from here on. This one is restarted for it. */
  async standby(): Promise<OwnPostgres> {
    const { folder } = this.#running;
    await this.#end();
    const source = new URL(this.adminUrl);
    const standby = await OwnPostgres.#at(`${folder}-standby-`, {
      ...this.settings,
      primary_conninfo: `host=127.0.0.1 port=${this.port} user=${source.username} password=${source.password}`,
    });
    // With its owner: Postgres runs as another user for root.
    execFileSync("cp", ["-Rp", ...["data", "password"].map((name) => path.join(folder, name)), standby.folder]);
    await writeFile(path.join(standby.folder, "data", "standby.signal"), "");
    await this.start();
    await standby.start();
    standby.template = this.template;
    return standby;
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.#end();
    for (const each of [this.#data, this.folder]) await rm(each, { recursive: true, force: true });
    await Promise.all([this.#letGoOfData(), this.letGoOfFolder()]);
  }

  get #running(): EmbeddedPostgres {
    if (!this.#server) throw new Error("this Postgres does not run");
    return this.#server;
  }

  async #end(): Promise<void> {
    await this.#server?.stop();
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
