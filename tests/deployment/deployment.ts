import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import getPort from "get-port";
import postgres from "postgres";

import { guard } from "@/lib/dev/guardian";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { asAdmin } from "@/tests/support/postgres/postgres-server";
import { createCertificate, type Certificate } from "@/tests/support/programs/certificate";
import { systemProgram } from "@/tests/support/programs/system-program";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";
import { until } from "@/tests/support/until";

import { startCaddy, type Caddy } from "./caddy";
import { composeFileWith, environmentOf, startOrder, type ComposeFile, type ComposeService } from "./compose-file";
import { image } from "./dockerfile";
import { ImageFolder, type ImageProcess } from "./image-folder";
import { startProxy, type Proxy } from "./proxy";

const HEALTHY_WITHIN_MS = 60_000;
const INSTANCES = ["app-1", "app-2"];

/** What somebody who deploys this writes into .env. */
const DOT_ENV = {
  POSTGRES_PASSWORD: randomBytes(24).toString("hex"),
  POSTGRES_APP_PASSWORD: randomBytes(24).toString("hex"),
  REDIS_PASSWORD: randomBytes(24).toString("hex"),
  AUTH_SECRET: randomBytes(48).toString("base64"),
  INTERNAL_API_KEYS: `orders/send/metrics:${randomBytes(24).toString("hex")}`,
  TLS_CERTIFICATE: "certificate.pem",
  TLS_KEY: "key.pem",
  DATA_REGION: "test-region-1",
  // For the demo's sign-in.
  DEMO: "1",
};

/**
 * What `docker compose up` makes of compose.yaml, made without containers: each service as a process of 127.0.0.1, with
 * its command and its environment but for addresses, started when those it depends on are as far as it says.
 */
export class Deployment {
  readonly producerKey = DOT_ENV.INTERNAL_API_KEYS.split(":")[1] ?? "";
  readonly started: string[] = [];
  readonly instances = new Map<string, ImageProcess>();
  readonly #compose: ComposeFile = composeFileWith(DOT_ENV);
  readonly #ports = new Map<string, number>();
  readonly #ends: (() => Promise<unknown>)[] = [];
  #postgres: OwnPostgres | undefined;
  #redis: RedisServer | undefined;
  #proxy: Proxy | undefined;

  private constructor(
    public imageFolder: ImageFolder,
    private readonly certificate: Certificate,
    /** The volume of static files. */
    private readonly assets: string,
  ) {}

  static async start(): Promise<Deployment> {
    const imageFolder = await ImageFolder.create();
    const certificate = await createCertificate();
    const assets = await mkdtemp(path.join(tmpdir(), "notifications-volume-"));
    const letGoOfAssets = guard({ folder: assets });
    // Written by the image's user, read by nginx' own.
    await chmod(assets, 0o777);
    const deployment = new Deployment(imageFolder, certificate, assets);
    deployment.#ends.push(imageFolder.remove.bind(imageFolder), certificate.remove, async () => {
      await rm(assets, { recursive: true, force: true });
      await letGoOfAssets();
    });
    try {
      for (const name of startOrder(deployment.#compose)) {
        await deployment.#waitForWhatItNeeds(deployment.#service(name));
        await deployment.#start(name);
        deployment.started.push(name);
      }
    } catch (error) {
      await deployment.stop();
      throw error;
    }
    return deployment;
  }

  get proxy(): Proxy {
    if (!this.#proxy) throw new Error("the proxy is not started");
    return this.#proxy;
  }

  /** The certificate that clients trust. */
  ca(): Promise<Buffer> {
    return readFile(this.certificate.certificate);
  }

  /** Has all that starts from here on be of another build. */
  use(imageFolder: ImageFolder): void {
    this.imageFolder = imageFolder;
    this.#ends.push(imageFolder.remove.bind(imageFolder));
  }

  /** Empties the volume of static files. */
  async forgetAssets(): Promise<void> {
    await rm(path.join(this.assets, "_next"), { recursive: true, force: true });
  }

  /** A job by its name in compose.yaml, or another command of the image in its place. */
  async run(name: string, command = this.#service(name).command ?? []): Promise<{ code: number | null; log: string }> {
    const here = command.map((word) => word.replace("/srv/assets", this.assets));
    const job = await this.imageFolder.start(here, this.#environment(name));
    const code = await job.exited;
    return { code, log: job.log };
  }

  /** Stops an instance as Compose does, starts it anew and waits until it is healthy. Returns the old one's exit code. */
  async restart(name: string): Promise<number | null> {
    const code = await this.stopInstance(name);
    await this.#startInstance(name);
    await this.#untilHealthy(name);
    return code;
  }

  /** The exit code; null when it outlived its grace period. */
  async stopInstance(name: string): Promise<number | null> {
    const code = await this.instances
      .get(name)
      ?.stop(Number.parseInt(this.#service(name).stop_grace_period ?? "", 10) * 1000);
    return code ?? null;
  }

  /** Everything that the app, the proxy and the jobs have logged. */
  async logs(): Promise<string> {
    return [...this.instances.values()].map(({ log }) => log).join("\n") + (await this.proxy.logs());
  }

  async stop(): Promise<void> {
    for (const end of this.#ends.toReversed()) await end();
  }

  async #start(name: string): Promise<void> {
    if (name === "postgres") await this.#startPostgres();
    else if (name === "redis") await this.#startRedis();
    else if (name === "migrate" || name === "assets") await this.#runToItsEnd(name);
    else if (name === "proxy") await this.#startProxy();
    else if (INSTANCES.includes(name)) await this.#startInstance(name);
    else throw new Error(`compose.yaml has a service that this knows nothing of: ${name}`);
  }

  /** As the image of Postgres does it at its first start: a database, then the scripts it is given. */
  async #startPostgres(): Promise<void> {
    const server = await OwnPostgres.start();
    this.#postgres = server;
    this.#ends.push(() => server.stop());
    const environment = environmentOf(this.#service("postgres"));
    const { POSTGRES_DB = "" } = environment;
    await asAdmin(server.adminUrl, (sql) => sql.unsafe(`create database ${POSTGRES_DB} template template0`));
    const psql = systemProgram({
      names: ["psql"],
      debianPackages: ["postgresql-client"],
      advice: "apt-get install postgresql-client, or brew install libpq",
    });
    const database = Object.assign(new URL(server.adminUrl), { pathname: `/${POSTGRES_DB}` }).href;
    const script = ["--set=ON_ERROR_STOP=1", "--no-psqlrc", "--file=lib/deploy/roles.sql", database];
    await promisify(execFile)(psql, script, { env: { ...process.env, ...environment } });
  }

  async #startRedis(): Promise<void> {
    const [, ...flags] = this.#service("redis").command ?? [];
    const server = await startRedis({ flags });
    this.#redis = server;
    this.#ends.push(() => server.stop());
  }

  async #runToItsEnd(name: string): Promise<void> {
    const { code, log } = await this.run(name);
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${log}`);
  }

  async #startInstance(name: string): Promise<void> {
    const port = this.#ports.get(name) ?? (await getPort());
    this.#ports.set(name, port);
    const instance = await this.imageFolder.start(image.command, { ...this.#environment(name), PORT: String(port) });
    if (!this.instances.has(name)) this.#ends.push(() => this.stopInstance(name));
    this.instances.set(name, instance);
  }

  async #startProxy(): Promise<void> {
    const proxy = await startProxy(this.#instancePorts, this.certificate, this.assets);
    this.#proxy = proxy;
    this.#ends.push(() => proxy.stop());
  }

  /** The README's other proxy, beside the first. */
  async startCaddy(): Promise<Caddy> {
    return startCaddy(this.#instancePorts, this.certificate);
  }

  get #instancePorts(): number[] {
    return INSTANCES.map((name) => this.#ports.get(name) ?? 0);
  }

  async #waitForWhatItNeeds({ depends_on: needs = {} }: ComposeService): Promise<void> {
    for (const [name, { condition }] of Object.entries(needs))
      // Postgres and Redis are healthy, and a job is done, when starting them is over.
      if (condition === "service_healthy" && INSTANCES.includes(name)) await this.#untilHealthy(name);
  }

  /** As the image's own health check sees it. */
  async #untilHealthy(name: string): Promise<void> {
    const instance = this.instances.get(name);
    await until(`${name} is healthy`, HEALTHY_WITHIN_MS, async () => {
      if (!instance?.running) throw new Error(`${name} has ended: ${instance?.log}`);
      return (await this.healthCheck(name)) === 0;
    });
  }

  /** The exit code of the image's health check in this instance. */
  async healthCheck(name: string): Promise<number | null> {
    const check = await this.imageFolder.start(image.healthCheck, { PORT: String(this.#ports.get(name)) });
    return check.exited;
  }

  #service(name: string): ComposeService {
    const service = this.#compose.services[name];
    if (!service) throw new Error(`compose.yaml has no service ${name}`);
    return service;
  }

  /** With the addresses that the others have here. */
  #environment(name: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(environmentOf(this.#service(name))).map(([variable, value]) => [
        variable,
        value
          .replace("@postgres:5432", `@127.0.0.1:${this.#postgres?.port}`)
          .replace("@redis:6379", `@127.0.0.1:${this.#redis?.port}`),
      ]),
    );
  }

  /** Where the superuser could sign in to Postgres, if it had a password. */
  get superuserUrl(): string {
    return this.#postgres?.adminUrl ?? "";
  }

  /** Where an instance listens. */
  instanceUrl(name: string): string {
    return `http://127.0.0.1:${this.#ports.get(name)}`;
  }

  /** A connection of the role that this service connects as. */
  sql(name = "app-1"): postgres.Sql {
    return postgres(this.#environment(name)["DATABASE_URL"] ?? "", { max: 2, onnotice: () => {} });
  }
}
