import { SignJWT } from "jose";
import postgres from "postgres";
import { inject } from "vitest";

import { DEMO_USERS } from "@/lib/demo/users";

import { startApp, type App } from "./app-server";
import { createDatabase } from "./postgres";
import { StreamClient } from "./stream-client";

const AUTH_SECRET = "a secret of the test suite, 32 bytes or more";
export const PRODUCER_KEY = "key-of-the-test-suite";

export const ADA = DEMO_USERS[0].id;

interface SystemOptions {
  /** How many server processes share the database. */
  instances?: number;
  /** False: the in-process doorbell. */
  redis?: boolean;
  env?: Record<string, string>;
}

/** The production build as it runs for users: a database of its own, the shared Redis, one or more processes. */
export class System {
  private constructor(
    readonly apps: readonly App[],
    readonly sql: postgres.Sql,
    readonly databaseUrl: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start({ instances = 1, redis = true, env = {} }: SystemOptions = {}): Promise<System> {
    const database = await createDatabase();
    const sql = postgres(database.url, { max: 4, onnotice: () => {} });
    await sql`insert into users ${sql(DEMO_USERS.map(({ id, name }) => ({ id, name })))}`;
    const settings = {
      DATABASE_URL: database.url,
      AUTH_SECRET,
      INTERNAL_API_KEYS: `suite:${PRODUCER_KEY},other:other-${PRODUCER_KEY}`,
      DEMO: "1",
      ...(redis && { REDIS_URL: inject("redisUrl") }),
      ...env,
    };
    const apps = await Promise.all(Array.from({ length: instances }, () => startApp(settings)));
    return new System(apps, sql, database.url, async () => {
      await Promise.all(apps.map((app) => app.stop()));
      await sql.end();
      await database.drop();
    });
  }

  get url(): string {
    return this.apps[0]?.url ?? "";
  }

  /** Users who exist, with no notifications yet. */
  async addUsers(count: number): Promise<string[]> {
    const rows = Array.from({ length: count }, () => ({ id: crypto.randomUUID(), name: "somebody" }));
    await this.sql`insert into users ${this.sql(rows)}`;
    return rows.map(({ id }) => id);
  }

  /** A request to the first instance, or to `url`. */
  fetch(path: string, init?: RequestInit, url = this.url): Promise<Response> {
    return fetch(url + path, init);
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
    const { notifications } = (await response.json()) as { notifications: { id: string }[] };
    const id = notifications[0]?.id;
    if (response.status !== 201 || id === undefined) throw new Error(`not notified: ${response.status}`);
    return id;
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
    const headers = await bearer(userId);
    return StreamClient.open(url, {
      ...headers,
      ...(lastEventId !== undefined && { "Last-Event-ID": String(lastEventId) }),
    });
  }
}

/** The Authorization header of a user's valid session. */
export async function bearer(userId: string): Promise<{ Authorization: string }> {
  return { Authorization: `Bearer ${await token({ sub: userId })}` };
}

/** A JWT, valid for five minutes unless told otherwise; `expiresIn: null` leaves `exp` out. */
export async function token({
  sub,
  secret = AUTH_SECRET,
  alg = "HS256",
  expiresIn = 300,
}: {
  sub?: string;
  secret?: string;
  alg?: string;
  expiresIn?: number | null;
}): Promise<string> {
  const jwt = new SignJWT({}).setProtectedHeader({ alg });
  if (sub !== undefined) jwt.setSubject(sub);
  if (expiresIn !== null) jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn);
  return jwt.sign(new TextEncoder().encode(secret));
}
