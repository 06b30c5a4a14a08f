import postgres from "postgres";
import { inject } from "vitest";

import { connect } from "@/db/connection/client";
import { identify } from "@/db/identity";
import { DEMO_USERS } from "@/lib/demo/users";
import { AppendResponse } from "@/lib/notifications/contract";
import { scoped } from "@/lib/notifications/stream/bus/scoped-bus";
import { createDatabase } from "@/tests/support/postgres/postgres";
import type { DatabaseSource, TestDatabase } from "@/tests/support/postgres/postgres-server";
import { atPort } from "@/tests/support/programs/ports";

import { startApp, type App } from "./app-server";
import { callHandler } from "./handlers";
import { PRODUCER_KEY, SUITE_SETTINGS, token } from "./settings";
import { StreamClient } from "./stream-client";

export const ADA = DEMO_USERS[0].id;

interface SystemOptions {
  /** How many server processes share the database. */
  instances?: number;
  /** False: the in-process doorbell. */
  redis?: boolean;
  /** The server of the database; by default that of the run. */
  source?: DatabaseSource;
  /** What the processes connect to in place of Postgres, on 127.0.0.1. */
  databasePort?: number;
  /** Whom the processes connect to Postgres as; by default as whom the suite does. */
  role?: { name: string; password: string };
  /** Where a replica of the database listens, on 127.0.0.1. */
  replicaPort?: number;
  env?: Record<string, string>;
  /** The path of the Node that runs the processes; by default the one that runs the tests. */
  node?: string;
}

/** Asks the product over HTTP, or by a call in this process. */
type Ask = (url: string, init?: RequestInit) => Promise<Response>;

/** The product on a database of its own and the shared Redis. */
export class System {
  private constructor(
    /** The processes of the production build; none when the tests' own process answers. */
    readonly apps: App[],
    readonly sql: postgres.Sql,
    readonly databaseUrl: string,
    /** The environment of its processes. */
    readonly settings: Readonly<Record<string, string>>,
    readonly stop: () => Promise<void>,
    private readonly ask: Ask = fetch,
  ) {}

  /**
   * Calls the API's handlers in this process: nothing is built, started or sent. Once per test file, since a process has
   * one runtime. Next's part is missing: pages, next.config, headers() and what Node refuses.
   */
  static async inProcess({ redis = true, env = {} }: Pick<SystemOptions, "redis" | "env"> = {}): Promise<System> {
    const { database, sql } = await createDemoDatabase();
    const settings = {
      ...SUITE_SETTINGS,
      DATABASE_URL: database.url,
      ...(redis && { REDIS_URL: inject("redisUrl") }),
      ...env,
    };
    Object.assign(process.env, { NODE_ENV: "production", ...settings });
    const { runtime } = await import("@/lib/notifications/server/runtime");
    await runtime().checkDatabase();
    const stop = async (): Promise<void> => {
      runtime().endStreams();
      runtime().bus.close();
      await Promise.all([runtime().sql.end(), sql.end()]);
      await database.drop();
    };
    return new System([], sql, database.url, settings, stop, callHandler);
  }

  /** Starts the production build. */
  static async start({
    instances = 1,
    redis = true,
    source,
    databasePort,
    role,
    replicaPort,
    env = {},
    node = process.execPath,
  }: SystemOptions = {}): Promise<System> {
    const { database, sql } = await createDemoDatabase(source);
    const address = new URL(databasePort === undefined ? database.url : atPort(database.url, databasePort));
    if (role) Object.assign(address, { username: role.name, password: role.password });
    const settings = {
      ...SUITE_SETTINGS,
      DATABASE_URL: address.href,
      ...(replicaPort !== undefined && { DATABASE_REPLICA_URL: atPort(database.url, replicaPort) }),
      ...(redis && { REDIS_URL: inject("redisUrl") }),
      ...env,
    };
    const apps = await Promise.all(Array.from({ length: instances }, () => startApp(settings, { node })));
    return new System(apps, sql, database.url, settings, async () => {
      await Promise.all(apps.map((app) => app.stop()));
      await sql.end();
      await database.drop();
    });
  }

  /** Starts one more process. */
  async addInstance(): Promise<void> {
    this.apps.push(await startApp(this.settings));
  }

  /** Stops an instance as a deployment does and starts a new one at its address. Returns the old one's exit code. */
  async restart(index: number): Promise<number | null> {
    const old = this.apps[index];
    if (!old) throw new Error(`there is no instance ${index}`);
    const exitCode = await old.stop();
    this.apps[index] = await startApp(this.settings, { port: Number(new URL(old.url).port) });
    return exitCode;
  }

  /** The channel in Redis on which the processes hear of a user. */
  async channel(userId: string): Promise<string> {
    return scoped(userId, await this.#databaseName());
  }

  /** The key in Redis under which they count what a producer sends. */
  async producerKey(producer: string): Promise<string> {
    return `notifications:producer:${producer}:${await this.#databaseName()}`;
  }

  async #databaseName(): Promise<string> {
    const sql = connect(this.databaseUrl, { max: 1 });
    try {
      return await identify(sql);
    } finally {
      await sql.end();
    }
  }

  get url(): string {
    return this.apps[0]?.url ?? "http://localhost";
  }

  /** Users who exist, with no notifications yet. */
  async addUsers(count: number): Promise<string[]> {
    const rows = Array.from({ length: count }, () => ({ id: crypto.randomUUID(), name: "somebody" }));
    await this.sql`insert into users ${this.sql(rows)}`;
    return rows.map(({ id }) => id);
  }

  /** A request to the first instance, or to `url`. */
  fetch(path: string, init?: RequestInit, url = this.url): Promise<Response> {
    return this.ask(url + path, init);
  }

  /** POST to the internal route, as the producer of this suite. */
  produce(body: unknown, headers: Record<string, string> = {}, url = this.url): Promise<Response> {
    return this.fetch(
      "/api/internal/notifications",
      {
        method: "POST",
        headers: { Authorization: `Bearer ${PRODUCER_KEY}`, "Content-Type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      },
      url,
    );
  }

  /** Notifies one user and returns the notification's id. */
  async notify(userId: string, message = "Hello"): Promise<string> {
    const response = await this.produce({ user_id: userId, type: "test", message });
    if (response.status !== 201) throw new Error(`not notified: ${response.status} ${await response.text()}`);
    const { notifications } = AppendResponse.parse(await response.json());
    return notifications[0]?.id ?? "";
  }

  /** Notifies one user `count` times, from ten connections. */
  async notifyMany(userId: string, count: number): Promise<void> {
    for (let sent = 0; sent < count; sent += 10)
      await Promise.all(Array.from({ length: Math.min(10, count - sent) }, () => this.notify(userId)));
  }

  async list(userId: string, query = ""): Promise<Response> {
    return this.fetch(`/api/notifications${query}`, { headers: await bearer(userId) });
  }

  async read(userId: string, body: unknown): Promise<Response> {
    return this.fetch("/api/notifications/read", {
      method: "POST",
      headers: { ...(await bearer(userId)), "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  async openStream(userId: string, lastEventId?: string | number, url = this.url): Promise<StreamClient> {
    const cursor = lastEventId === undefined ? {} : { "Last-Event-ID": String(lastEventId) };
    return this.openStreamWith({ ...(await bearer(userId)), ...cursor }, "", url);
  }

  openStreamWith(headers: Record<string, string>, query = "", url = this.url): Promise<StreamClient> {
    return StreamClient.open(url, headers, query, this.ask);
  }
}

async function createDemoDatabase(source?: DatabaseSource): Promise<{ database: TestDatabase; sql: postgres.Sql }> {
  const database = await createDatabase(source);
  const sql = postgres(database.url, { max: 4, onnotice: () => {} });
  await sql`insert into users ${sql(DEMO_USERS.map(({ id, name }) => ({ id, name })))}`;
  return { database, sql };
}

/** The Authorization header of a user's valid session. */
export async function bearer(userId: string): Promise<{ Authorization: string }> {
  return { Authorization: `Bearer ${await token({ sub: userId })}` };
}
