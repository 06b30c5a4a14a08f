import { once } from "node:events";
import { connect } from "node:net";

import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { token } from "@/tests/support/app/settings";
import { StreamClient } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";

/** Each stands for something that nobody but its owner may read. */
const SECRET = {
  message: "marked-message",
  link: "/marked-link",
  type: "marked-type",
  name: "Marked Name",
  producerKey: "marked-producer-key",
  otherProducerKey: "marked-producer-key-of-another",
  idempotencyKey: "marked-idempotency-key",
  authSecret: "marked-auth-secret-of-32-bytes-or-more",
  databasePassword: "marked-database-password",
  redisPassword: "marked-redis-password",
};

const DATABASE_USER = "marked_database_user";

describe("no secret, and nothing of a person, is in logs, errors or metrics", () => {
  let redis: RedisServer;
  let proxy: FaultProxy;
  let admin: postgres.Sql;
  let system: System;
  const user = crypto.randomUUID();
  const nobody = crypto.randomUUID();
  let session: string;
  /** Of every answer that says that something is wrong. */
  const errors: string[] = [];

  beforeAll(async () => {
    redis = await startRedis({ flags: ["--requirepass", SECRET.redisPassword] });
    const { adminUrl } = inject("postgres");
    admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create role ${DATABASE_USER} superuser login password '${SECRET.databasePassword}'`);
    proxy = await FaultProxy.start(Number(new URL(adminUrl).port));
    system = await System.start({
      databasePort: proxy.port,
      role: { name: DATABASE_USER, password: SECRET.databasePassword },
      env: {
        REDIS_URL: `redis://:${SECRET.redisPassword}@127.0.0.1:${redis.port}`,
        AUTH_SECRET: SECRET.authSecret,
        INTERNAL_API_KEYS: `suite/send/privacy/metrics:${SECRET.producerKey},other:${SECRET.otherProducerKey}`,
        LOG_LEVEL: "debug",
      },
    });
    await system.sql`insert into users (id, name) values (${user}, ${SECRET.name})`;
    session = await token({ sub: user, secret: SECRET.authSecret });
  });
  afterAll(async () => {
    await system.stop();
    proxy.stop();
    await redis.stop();
    await admin.unsafe(`drop role if exists ${DATABASE_USER}`);
    await admin.end();
  });

  it("while all is well", async () => {
    const statuses = await useEveryRoute();
    expect(statuses).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 415, 422]));
    await expectNothingTold();
  });

  it("while Redis refuses, and is gone", async () => {
    await redis.stop();
    await useEveryRoute();
    await expect.poll(log).toContain("Redis is away");
    await expectNothingTold();
  });

  it("while a table is missing, which is a fault of ours", async () => {
    await system.sql`alter table notifications rename to notifications_away`;
    const statuses = await useEveryRoute();
    await system.sql`alter table notifications_away rename to notifications`;
    expect(statuses).toContain(500);
    expect(log()).toContain("request_failed");
    await expectNothingTold();
  });

  it("while a row breaks a rule, which Postgres reports with its values", async () => {
    await system.sql`alter table notifications add constraint forbidden check (message = '') not valid`;
    const statuses = await useEveryRoute();
    await system.sql`alter table notifications drop constraint forbidden`;
    expect(statuses).toContain(500);
    await expectNothingTold();
  });

  it("while Postgres is away", async () => {
    proxy.refuse();
    proxy.cut("reset");
    const statuses = await useEveryRoute();
    expect(statuses).toContain(503);
    await expect.poll(log).toContain("database_away");
    await expectNothingTold();
    await proxy.accept();
  });

  it("while the password to Postgres is wrong", async () => {
    await admin.unsafe(`alter role ${DATABASE_USER} password 'another'`);
    proxy.cut("reset");
    await useEveryRoute();
    await expectNothingTold();
    await admin.unsafe(`alter role ${DATABASE_USER} password '${SECRET.databasePassword}'`);
  });

  const log = (): string => system.apps[0]?.log() ?? "";

  /** What is in use, right and wrong; the statuses of the answers. */
  async function useEveryRoute(): Promise<number[]> {
    const json = { "Content-Type": "application/json" };
    const producer = { ...json, Authorization: `Bearer ${SECRET.producerKey}` };
    const person = { ...json, Authorization: `Bearer ${session}` };
    const withCookie = { ...json, Cookie: `session=${session}` };
    const event = { user_id: user, type: SECRET.type, message: SECRET.message, link: SECRET.link };
    const key = { "Idempotency-Key": `${SECRET.idempotencyKey}-${crypto.randomUUID()}` };
    const post = (path: string, headers: Record<string, string>, body: unknown): Promise<number> =>
      ask(path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
    const get = (path: string, headers: Record<string, string>, method = "GET"): Promise<number> =>
      ask(path, { method, headers });
    const send = "/api/internal/notifications";
    const erase = `/api/internal/users/${user}/notifications`;
    const stream = await StreamClient.open(system.url, person, `?user=${user}`);

    const statuses = [
      await post(send, { ...producer, ...key }, event),
      await post(send, { ...producer, ...key }, { ...event, message: `${SECRET.message} 2` }),
      await post(send, { ...producer, "Idempotency-Key": `${SECRET.idempotencyKey} ` }, event),
      await post(send, producer, { ...event, user_id: nobody }),
      await post(send, producer, { ...event, link: `javascript:${SECRET.link}` }),
      await post(send, producer, { ...event, message: { text: SECRET.message } }),
      await post(send, producer, `{"message":"${SECRET.message}`),
      await post(send, producer, JSON.stringify(event).padEnd(1_100_000, " ")),
      await post(send, { ...producer, "Content-Type": "text/plain" }, event),
      await post(send, { ...producer, Authorization: `Bearer ${SECRET.producerKey}x` }, event),
      await get(send, producer),
      await get("/api/notifications?status=all", person),
      await get(`/api/notifications?before=${SECRET.message}&limit=${SECRET.message}`, person),
      await get(`/api/notifications?user=${nobody}`, person),
      await get("/api/notifications", { ...withCookie, "Sec-Fetch-Site": "cross-site" }),
      await get("/api/notifications", { Authorization: `Bearer ${session}x` }),
      await get(`/api/notifications/stream?last_event_id=${SECRET.message}`, person, "HEAD"),
      await post("/api/notifications/read", person, { id: nobody }),
      await post("/api/notifications/read", person, { through: "1" }),
      await post("/api/notifications/read", person, { id: SECRET.message }),
      await post("/api/session", json, { user_id: user }),
      await post("/api/session", json, { user_id: nobody }),
      await post("/api/demo/notifications", withCookie, event),
      await get("/", withCookie),
      await get(`/sign-in?next=${SECRET.link}`, withCookie),
      await get(`/orders/${SECRET.message}`, withCookie),
      await get(`/api/${SECRET.message}/${session}`, person),
      await get(`/api/internal/users/${SECRET.message}/notifications`, producer, "DELETE"),
      await get(erase, producer, "DELETE"),
      await get(erase, person, "DELETE"),
    ];
    await sendGarbage();
    stream.close();
    return statuses;
  }

  async function ask(path: string, init: RequestInit): Promise<number> {
    const response = await system.fetch(path, { ...init, redirect: "manual" });
    const body = await response.text();
    // A page that is not there has a header that knows who is signed in, as every page has.
    if (response.status >= 400 && path.startsWith("/api/")) errors.push(JSON.stringify([...response.headers]) + body);
    return response.status;
  }

  /** What Node's parser refuses before any code of ours. */
  async function sendGarbage(): Promise<void> {
    const socket = connect(Number(new URL(system.url).port), "localhost");
    const closed = once(socket, "close");
    socket.resume().end(`GET / HTTP/1.1\r\nAuthorization: Bearer ${session}\nX\0: ${SECRET.message}\r\n\r\n`);
    await closed;
  }

  async function expectNothingTold(): Promise<void> {
    const headers = { Authorization: `Bearer ${SECRET.producerKey}` };
    const metrics = await (await system.fetch("/api/metrics", { headers })).text();
    expect(metrics).toContain("notifications_requests_refused_total");
    const told = { log: log(), metrics, errors: errors.join("\n") };
    for (const [place, text] of Object.entries(told))
      for (const [what, secret] of Object.entries({ ...SECRET, session, user })) {
        const at = text.indexOf(secret);
        expect(at === -1 ? "nothing" : text.slice(at - 200, at + 200), `${what} in ${place}`).toBe("nothing");
      }
    // Which user does not exist is told to the producer who asked, and to nobody else.
    for (const text of [told.log, told.metrics]) expect(text).not.toContain(nobody);
  }
});
