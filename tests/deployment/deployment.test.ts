import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { chromium } from "@playwright/test";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { AppendResponse, Problem } from "@/lib/notifications/contract";
import { upTo } from "@/tests/support/app/stream-client";
import { chromiumArguments, findChromium } from "@/tests/support/programs/chromium";
import { eventually } from "@/tests/support/until";

import { askRaw } from "./ask-raw";
import { Deployment } from "./deployment";
import { follow } from "./follow";
import { Http2Client, type Http2EventStream } from "./http2-client";
import { INSIDE, OUTSIDE } from "./nginx-configuration";
import { spellings } from "./spellings";

const STREAMS = 20;
const TABS = 10;
const BODIES = 200;

let deployment: Deployment;
let listingBefore: string[];
let sql: postgres.Sql;
let browser: Http2Client;
let backend: Http2Client;
let users: string[];
/** A session cookie for each of them. */
let cookies: Map<string, string>;

beforeAll(async () => {
  deployment = await Deployment.start();
  listingBefore = await deployment.imageFolder.listing();
  sql = deployment.sql();
  const ca = await deployment.ca();
  browser = await Http2Client.connect(deployment.proxy.url, ca, OUTSIDE);
  backend = await Http2Client.connect(deployment.proxy.url, ca, INSIDE);
  users = Array.from({ length: STREAMS }, () => randomUUID());
  await sql`insert into users ${sql(users.map((id) => ({ id, name: "somebody" })))}`;
  cookies = new Map(await Promise.all(users.map(async (id) => [id, await signIn(id)] as const)));
}, 120_000);
afterAll(async () => {
  browser?.close();
  backend?.close();
  await sql?.end();
  await deployment?.stop();
}, 60_000);

async function signIn(userId: string): Promise<string> {
  const answer = await browser.ask("/api/session", json({ user_id: userId }));
  const [cookie = ""] = answer.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^session=.*; HttpOnly/i);
  return cookie.split(";")[0] ?? "";
}

function json(body: unknown, headers: Record<string, string> = {}) {
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** What a backend service sends; the new notifications' ids by user. */
async function send(
  userIds: readonly string[],
  headers: Record<string, string> = { "idempotency-key": randomUUID() },
  client = backend,
): Promise<{ status: number; ids: Map<string, string>; body: string }> {
  const notification = { user_ids: userIds, type: "order.shipped", message: "Order 7 has shipped" };
  const { status, body } = await client.ask(
    "/api/internal/notifications",
    json(notification, { authorization: `Bearer ${deployment.producerKey}`, ...headers }),
  );
  const notifications = status === 201 ? AppendResponse.parse(JSON.parse(body)).notifications : [];
  return { status, body, ids: new Map(notifications.map(({ user_id, id }) => [user_id, id])) };
}

/** Of the addresses that are for nobody outside. */
function everySpelling(): string[] {
  const build = readFileSync(".next/BUILD_ID", "utf8").trim();
  const addresses = [
    "/api/internal/notifications",
    `/api/internal/users/${users[0]}/notifications`,
    "/api/metrics",
    "/api/health/ready",
  ];
  return addresses.flatMap((address) => spellings(address, build));
}

/** Whether this is how the app answers on a route for backend services, metrics or health. */
function isInternal(answer: string): boolean {
  return /^HTTP\/1\.1 (200|401|405|415) /.test(answer);
}

function cookieOf(userId: string): { cookie: string } {
  return { cookie: cookies.get(userId) ?? "" };
}

describe("what compose.yaml describes", () => {
  it("comes up in an order in which nothing waits for what is not there", () => {
    expect(deployment.started).toEqual(["assets", "postgres", "migrate", "redis", "app-1", "app-2", "proxy"]);
  });

  it("is healthy as the image's own health check sees it, with Redis and its user of few rights", async () => {
    const { status, body } = await backend.ask("/api/health/ready");
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: "ok", postgres: "up", redis: "up" });
    expect(await deployment.healthCheck("app-2")).toBe(0);
  });

  it("seeds and purges with the image's other commands, and migrates as often as it is asked to", async () => {
    expect(await deployment.run("migrate", ["node", "commands/seed.mjs"])).toMatchObject({ code: 0 });
    expect(await deployment.run("purge")).toMatchObject({ code: 0, log: expect.stringMatching(/^Removed: /) });
    const migrations = await Promise.all([deployment.run("migrate"), deployment.run("migrate")]);
    expect(migrations.map(({ code }) => code)).toEqual([0, 0]);
  });

  it("serves pages and static files over HTTP/2 and TLS, the pages compressed", async () => {
    expect(await browser.protocol()).toBe("h2");
    const page = await browser.ask("/sign-in");
    expect(page.status).toBe(200);
    expect(page.headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
    expect(page.headers.server).toBe("nginx");
    const compressed = await browser.ask("/sign-in", { headers: { "accept-encoding": "gzip" } });
    expect(compressed.headers["content-encoding"]).toBe("gzip");
    const script = /\/_next\/static\/[^"]+\.js/.exec(page.body)?.[0] ?? "";
    const file = await browser.ask(script, { headers: { "accept-encoding": "gzip" } });
    expect(file.status).toBe(200);
    expect(file.headers["content-encoding"]).toBe("gzip");
    expect(file.headers["content-type"]).toContain("javascript");
    const { headers } = await fetch(deployment.instanceUrl("app-1") + script);
    for (const name of ["cache-control", "x-content-type-options", "cross-origin-resource-policy"])
      expect([name, file.headers[name]]).toEqual([name, headers.get(name)]);
  });

  it("sends whoever comes without TLS to where there is TLS", async () => {
    const response = await fetch(`${deployment.proxy.plainUrl}/orders?user=1`, { redirect: "manual" });
    expect(response.status).toBe(308);
    expect(response.headers.get("location")).toMatch(/^https:\/\/127\.0\.0\.1\/orders\?user=1$/);
  });

  it("sets a session cookie for TLS only, with which the list can be read", async () => {
    const answer = await browser.ask("/api/session", json({ user_id: users[0] }));
    expect(answer.status).toBe(204);
    expect(answer.headers["set-cookie"]?.join()).toMatch(/; Secure/i);
    const list = await browser.ask("/api/notifications", { headers: cookieOf(users[0] ?? "") });
    expect(list.status).toBe(200);
    expect(JSON.parse(list.body)).toEqual([]);
  });
});

describe("the proxy", () => {
  it("shows what is for backend services, metrics and health to nobody outside, however it is spelled", async () => {
    const authorization = { authorization: `Bearer ${deployment.producerKey}` };
    const paths = [
      "/api/internal/notifications",
      `/api/internal/users/${users[0]}/notifications`,
      "/api/%69nternal/notifications",
      "//api/internal/notifications",
      "/api/./metrics",
      "/api/metrics",
      "/api/health/ready",
      "/api/health/live",
    ];
    for (const path of paths) {
      const { status, headers, body } = await browser.ask(path, { headers: authorization });
      expect([path, status]).toEqual([path, 403]);
      expect(headers["content-type"]).toBe("application/problem+json");
      expect(Problem.parse(JSON.parse(body)).status).toBe(403);
    }
    const refused = await send([users[0] ?? ""], {}, browser);
    expect(refused.status).toBe(403);
    for (const path of ["/api/metrics", "/api/health/live"])
      expect([path, (await backend.ask(path, { headers: authorization })).status]).toEqual([path, 200]);
  });

  it("lets nobody outside reach what an instance takes for one of these, whatever spelling it would take", async () => {
    const instance = deployment.instanceUrl("app-1");
    const taken = [];
    for (const path of everySpelling())
      for (const method of ["GET", "POST"]) {
        if (isInternal(await askRaw(instance, `${method} ${path} HTTP/1.1`))) taken.push(`${method} ${path}`);
        const { status } = await browser.ask(path, { method });
        expect([method, path, [308, 400, 403, 404].includes(status) || status]).toEqual([method, path, true]);
      }
    expect(taken).toEqual(expect.arrayContaining(["GET /api/metrics", "POST /api/internal/notifications"]));
  });

  it("refuses methods that the app does not know, and never asks an instance", async () => {
    const ca = await deployment.ca();
    const lines = ["TRACE /", "CONNECT example.com:443", "OPTIONS *", "PROPFIND /", "FOO /api/notifications"];
    for (const line of lines) {
      const answer = await askRaw(deployment.proxy.url, `${line} HTTP/1.1`, { ca });
      expect([line, answer]).toEqual([line, expect.stringMatching(/^HTTP\/1\.1 (400|405) /)]);
    }
    const refused = await browser.ask("/api/notifications", { method: "FOO" });
    expect(refused).toMatchObject({ status: 405, headers: { allow: expect.stringContaining("GET, HEAD, POST") } });
    expect(Problem.parse(JSON.parse(refused.body)).type).toMatch(/method-not-allowed$/);
    const asked = (await deployment.proxy.accessLog()).filter(({ method, path }) =>
      lines.some((line) => line.startsWith(`${String(method)} ${String(path)}`)),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ upstream }) => upstream !== "")).toEqual([]);
  });

  it(`takes no memory of an instance for ${BODIES} bodies whose last byte never comes`, async () => {
    const ca = await deployment.ca();
    const hold = (contentLength: number): Promise<string[]> =>
      Promise.all(
        Array.from({ length: BODIES }, () =>
          askRaw(deployment.proxy.url, "POST /held HTTP/1.1", { ca, contentLength, body: "x".repeat(50_000) }),
        ),
      );
    for (const answer of await hold(9_900_000)) expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    // What it would take is given up when nothing comes for ten seconds.
    expect(new Set(await hold(100_000))).toEqual(new Set([""]));
    const held = (await deployment.proxy.accessLog()).filter(({ path }) => path === "/held");
    expect(held).toHaveLength(2 * BODIES);
    expect(held.filter(({ upstream }) => upstream !== "")).toEqual([]);
    expect((await browser.ask("/sign-in")).status).toBe(200);
  });

  it("takes a notification with an Idempotency-Key and without", async () => {
    expect((await send([users[0] ?? ""])).status).toBe(201);
    expect((await send([users[0] ?? ""], {})).status).toBe(201);
  });

  it("leaves it to the app to refuse a body that is somewhat too large, and refuses larger ones in the same form", async () => {
    for (const bytes of [1024 * 1024 + 1, 2 * 1024 * 1024]) {
      const body = { ...json({ message: "x".repeat(bytes) }, { authorization: `Bearer ${deployment.producerKey}` }) };
      const answer = await backend.ask("/api/internal/notifications", body);
      expect([bytes, answer.status]).toEqual([bytes, 413]);
      expect(Problem.parse(JSON.parse(answer.body))).toMatchObject({ type: expect.stringMatching(/body-too-large$/) });
    }
  });

  it("names each request for the app and its log, where no user, query or client's address stands", async () => {
    const userId = users[0] ?? "";
    const answer = await browser.ask(`/api/notifications?user=${userId}`, { headers: cookieOf(userId) });
    const id = answer.headers["x-request-id"];
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const erased = await backend.ask(`/api/internal/users/${randomUUID()}/notifications`, { method: "DELETE" });
    expect(erased.status).toBe(401);
    await eventually(async () => (await deployment.proxy.accessLog()).some(({ request_id }) => request_id === id));
    const lines = await deployment.proxy.accessLog();
    expect(lines.find(({ request_id }) => request_id === id)).toMatchObject({
      path: "/api/notifications",
      status: 200,
    });
    expect(lines.map(({ path }) => path)).toContain("/api/internal/users/-/notifications");
    const log = await deployment.logs();
    expect(log).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-/);
    expect(log).not.toContain(OUTSIDE + '"');
    expect(log).not.toContain("?");
  });
});

describe("an instance that is away", () => {
  it("is tried by one request a second, not by every second one", async () => {
    await deployment.stopInstance("app-1");
    const startedAt = Date.now();
    for (let request = 0; request < 200; request++)
      expect((await browser.ask("/sign-in", { headers: { "x-away": "1" } })).status).toBe(200);
    const seconds = Math.ceil((Date.now() - startedAt) / 1000);
    const asked = (await deployment.proxy.accessLog()).filter(({ path }) => path === "/sign-in").slice(-200);
    const twice = asked.filter(({ upstream }) => String(upstream).includes(","));
    expect(twice.length).toBeGreaterThan(0);
    // Three until it counts as away, then one for each second that begins.
    expect(twice.length).toBeLessThanOrEqual(3 + seconds + 1);
    await deployment.restart("app-1");
  });
});

describe("Postgres", () => {
  const REFUSED = [
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create schema mine",
    "create role mine",
    "alter table users add column more text",
    "alter table notifications disable trigger all",
    "drop table idempotency_keys",
    "truncate idempotency_keys",
    "copy users to program 'true'",
    "select * from drizzle.__drizzle_migrations",
    "select pg_read_file('/etc/passwd')",
    "alter system set log_statement = 'all'",
    "set role notifications",
  ];

  it("has the app as a role that may read and write rows, and nothing else", async () => {
    const [role] = await sql`
      select rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls
      from pg_roles where rolname = current_user`;
    expect(role).toEqual({
      rolname: "notifications_app",
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      rolbypassrls: false,
    });
    const [owned] = await sql`select count(*)::int as objects from pg_class where relowner = current_user::regrole`;
    expect(owned).toEqual({ objects: 0 });
    for (const statement of REFUSED)
      expect([statement, await sql.unsafe(statement).then(String, ({ code }) => code as string)]).toEqual([
        statement,
        "42501",
      ]);
  });

  it("has an owner of the tables who is no superuser, and a superuser who cannot sign in over the network", async () => {
    const owner = deployment.sql("migrate");
    const [role] =
      await owner`select current_user as name, rolsuper, rolcreaterole from pg_roles where rolname = current_user`;
    expect(role).toEqual({ name: "notifications", rolsuper: false, rolcreaterole: false });
    await owner.end();
    const superuser = postgres(deployment.superuserUrl, { max: 1 });
    await expect(superuser`select 1`).rejects.toMatchObject({ code: "28P01" });
    await superuser.end();
  });
});

describe("streams through the proxy", () => {
  it("share one connection, each with its own events as they happen", async () => {
    const streams = await openStreams(browser);
    await expectEventsAsTheyHappen(streams);
    for (const { stream, userId } of streams) {
      const stored = await sql<{ id: string }[]>`select id from notifications where user_id = ${userId} order by seq`;
      expect(stored.map(({ id }) => id).slice(-5)).toEqual(stream.notificationIds);
      stream.close();
    }
  });

  it("come through the README's Caddy as well, also to those who accept gzip, and one instance is enough for it", async () => {
    const caddy = await deployment.startCaddy();
    const client = await Http2Client.connect(caddy.url, await deployment.ca(), OUTSIDE);
    try {
      expect(await client.protocol()).toBe("h2");
      const streams = await openStreams(client, { "accept-encoding": "gzip" });
      await expectEventsAsTheyHappen(streams);
      for (const { stream } of streams) stream.close();
      for (const path of ["/api/internal/notifications", "/api/metrics", "/api/health/ready"])
        expect([path, (await client.ask(path)).status]).toEqual([path, 403]);
      for (const path of everySpelling()) {
        const { status } = await client.ask(path, { method: "POST" });
        expect([path, [308, 400, 403, 404].includes(status) || status]).toEqual([path, true]);
      }

      await deployment.stopInstance("app-1");
      const pages = Array.from({ length: 20 }, () => client.ask("/sign-in"));
      expect(new Set((await Promise.all(pages)).map(({ status }) => status))).toEqual(new Set([200]));
      await deployment.restart("app-1");
    } finally {
      client.close();
      await caddy.stop();
    }
  }, 60_000);

  it("go on after the last event that a client has", async () => {
    const userId = users[1] ?? "";
    const first = await (await browser.openStream({ ...cookieOf(userId), "last-event-id": "0" })).synced();
    const seen = first.positions;
    first.close();
    await first.ended;
    await send([userId]);
    await send([userId]);
    const last = String(seen.at(-1));
    const second = await (await browser.openStream({ ...cookieOf(userId), "last-event-id": last })).synced();
    const [{ head }] = await sql<[{ head: number }]>`
      select head_seq::int as head from notification_feeds where user_id = ${userId}`;
    expect([...seen, ...second.positions]).toEqual(upTo(head));
    second.close();
  });

  it("lose, repeat and reorder nothing while both instances are replaced, and no request fails", async () => {
    const going = new AbortController();
    const answers = new Map<string, number>();
    const accepted = new Map(users.map((id) => [id, [] as string[]]));
    const followers = users.map((userId) => follow(browser, cookieOf(userId)));

    const keepAsking = async (kind: string, ask: () => Promise<{ status: number }>): Promise<void> => {
      while (!going.signal.aborted) {
        const { status } = await ask();
        answers.set(`${kind} ${status}`, (answers.get(`${kind} ${status}`) ?? 0) + 1);
      }
    };
    const someone = (): string => users[Math.floor(Math.random() * STREAMS)] ?? "";
    const load = [
      ...[1, 2].map(() =>
        keepAsking("send", async () => {
          const answer = await send([someone(), someone()]);
          for (const [userId, id] of answer.ids) accepted.get(userId)?.push(id);
          return answer;
        }),
      ),
      keepAsking("list", () => browser.ask("/api/notifications?limit=5", { headers: cookieOf(someone()) })),
      keepAsking("acknowledge", () =>
        browser.ask(
          "/api/notifications/read",
          json({ through: "2" }, { ...cookieOf(someone()), "sec-fetch-site": "same-origin" }),
        ),
      ),
      keepAsking("page", () => browser.ask("/sign-in")),
    ];

    try {
      const codes = [await deployment.restart("app-1"), await deployment.restart("app-2")];
      const sent = answers.get("send 201") ?? 0;
      await eventually(() => (answers.get("send 201") ?? 0) > sent + 20);
      going.abort();
      await Promise.all(load);

      expect(codes).toEqual([143, 143]);
      expect([...answers.keys()].toSorted()).toEqual(["acknowledge 204", "list 200", "page 200", "send 201"]);
      for (const [index, userId] of users.entries()) {
        const [{ head }] = await sql<[{ head: number }]>`
          select head_seq::int as head from notification_feeds where user_id = ${userId}`;
        const follower = followers[index];
        await eventually(() => (follower?.positions.length ?? 0) >= head);
        expect(follower?.positions).toEqual(upTo(head));
        expect(follower?.notificationIds).toEqual(expect.arrayContaining(accepted.get(userId) ?? []));
        expect(new Set(follower?.statuses)).toEqual(new Set([200]));
        expect(follower?.statuses.length).toBeGreaterThan(1);
      }
    } finally {
      going.abort();
      for (const follower of followers) follower.close();
    }
  }, 180_000);

  it(`show a notification in each of ${TABS} tabs of a browser`, async () => {
    const userId = users[2] ?? "";
    await sql`delete from notification_feeds where user_id = ${userId}`;
    const chrome = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments() });
    try {
      const context = await chrome.newContext({ ignoreHTTPSErrors: true, baseURL: deployment.proxy.url });
      const session = (cookies.get(userId) ?? "").slice("session=".length);
      await context.addCookies([
        { name: "session", value: session, url: deployment.proxy.url, httpOnly: true, secure: true, sameSite: "Lax" },
      ]);
      const tabs = [];
      for (let tab = 0; tab < TABS; tab++) {
        const page = await context.newPage();
        await page.goto("/orders");
        await page.getByRole("button", { name: /^Notifications/ }).waitFor();
        tabs.push(page);
      }
      expect((await send([userId])).status).toBe(201);
      for (const page of tabs) await page.getByTestId("unread-badge").getByText("1", { exact: true }).waitFor();
      const protocol = await tabs[0]?.evaluate(
        () => (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).nextHopProtocol,
      );
      expect(protocol).toBe("h2");
    } finally {
      await chrome.close();
    }
  }, 180_000);
});

describe("the instances", () => {
  it("write nothing into their folder", async () => {
    expect(await deployment.imageFolder.listing()).toEqual(listingBefore);
  });

  it("log nothing that somebody would have to look at, such as a right that Redis denies", async () => {
    const lines = [...deployment.instances.values()].flatMap(({ log }) => log.split("\n"));
    expect(lines.filter((line) => /"level":"(warn|error)"|NOPERM|⚠|Error/.test(line))).toEqual([]);
  });

  it("are answered for by the proxy when both are away, in the form of the app's own answers", async () => {
    await Promise.all(["app-1", "app-2"].map((name) => deployment.stopInstance(name)));
    const client = await Http2Client.connect(deployment.proxy.url, await deployment.ca());
    const { status, headers, body } = await client.ask("/api/notifications");
    client.close();
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("2");
    expect(Problem.parse(JSON.parse(body)).type).toMatch(/unavailable$/);
  });
});

interface OpenStream {
  userId: string;
  stream: Http2EventStream;
}

async function openStreams(client: Http2Client, headers: Record<string, string> = {}): Promise<OpenStream[]> {
  return Promise.all(
    users.map(async (userId) => {
      const stream = await client.openStream({ ...cookieOf(userId), ...headers });
      expect(stream.status).toBe(200);
      return { userId, stream: await stream.synced() };
    }),
  );
}

async function expectEventsAsTheyHappen(streams: readonly OpenStream[]): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const { ids } = await send(users);
    const sentAt = Date.now();
    await eventually(() => streams.every(({ stream, userId }) => stream.notificationIds.at(-1) === ids.get(userId)));
    // What is held back would come with the next ping, after up to 15 seconds.
    expect(Date.now() - sentAt).toBeLessThan(2_000);
  }
}
