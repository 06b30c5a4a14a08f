import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";

let system: System;
let user: string;

beforeAll(async () => {
  system = await System.start({ env: { LOG_LEVEL: "debug" } });
  [user] = (await system.addUsers(1)) as [string];
});
afterAll(() => system.stop());

describe("GET /api/metrics", () => {
  const get = (key: string): Promise<Response> =>
    system.fetch("/api/metrics", { headers: { Authorization: `Bearer ${key}` } });

  async function text(): Promise<string> {
    const response = await get(PRODUCER_KEY);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=/);
    return response.text();
  }

  /** The sum of a metric over the label sets that contain `labels`. */
  async function value(name: string, labels = ""): Promise<number> {
    const lines = (await text()).split("\n").filter((line) => line.startsWith(name) && line.includes(labels));
    const own = lines.filter((line) => ["{", " "].includes(line[name.length] ?? ""));
    return own.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
  }

  it("is for producers", async () => {
    await expectProblem(await get("not a key"), 401);
  });

  it("counts streams, and every event by the way it came", async () => {
    await system.notifyMany(user, 3);
    const streams = await Promise.all([1, 2].map(async () => (await system.openStream(user, 0)).synced()));
    expect(await value("notifications_streams_open")).toBe(2);
    const deliveries = await value("notifications_delivery_seconds_count");
    await system.notifyMany(user, 5);
    await system.read(user, { through: "8" });
    await Promise.all(streams.map((stream) => stream.until(({ positions }) => positions.at(-1) === 9)));

    expect(await value("notifications_events_delivered_total", 'source="replayed"')).toBe(6);
    expect(await value("notifications_events_delivered_total")).toBe(6 + 2 * 6);
    expect((await value("notifications_delivery_seconds_count")) - deliveries).toBe(2 * 6);
    expect(await value("notifications_sent_total", 'producer="suite"')).toBe(8);
    for (const stream of streams) stream.close();
    await expect.poll(() => value("notifications_streams_open"), { timeout: 10_000 }).toBe(0);
  });

  it("counts requests by route, method and status, and refusals by their problem", async () => {
    const path = `/api/internal/users/${user}/notifications`;
    await expectProblem(await system.fetch(path, { method: "DELETE" }), 401);
    await expectProblem(await system.fetch("/api/no/such/address"), 404);
    await system.fetch("/api/notifications", { method: "HEAD", headers: await bearer(user) });
    const erasures = 'route="/api/internal/users/{id}/notifications",method="DELETE",status="401"';
    expect(await value("notifications_request_seconds_count", erasures)).toBe(1);
    expect(await value("notifications_request_seconds_count", 'route="/api/{path}"')).toBe(1);
    expect(await value("notifications_request_seconds_count", 'method="HEAD"')).toBe(1);
    expect(await value("notifications_requests_refused_total", 'problem="not-found"')).toBe(1);
  });

  it("knows the state of what it depends on", async () => {
    expect(await value("notifications_redis_up")).toBe(1);
    expect(await value("notifications_database_waiting")).toBe(0);
    expect(await value("notifications_database_seconds_count", 'outcome="done"')).toBeGreaterThan(0);
    const stream = await (await system.openStream(user)).synced();
    await expect.poll(() => value("notifications_sweep_seconds_count"), { timeout: 10_000 }).toBeGreaterThan(0);
    stream.close();
    expect(await value("nodejs_eventloop_lag_seconds")).toBeGreaterThanOrEqual(0);
  });

  it("names nobody", async () => {
    expect(await text()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|Ada|Hello/);
  });
});

describe("the name of a request", () => {
  const named = async (id?: string): Promise<string> => {
    const headers = id === undefined ? {} : { "X-Request-Id": id };
    const response = await system.fetch("/api/notifications?user=somebody", { headers });
    expect(response.status).toBe(401);
    return response.headers.get("x-request-id") ?? "";
  };

  it("is the proxy's, or one of our own, and is in the log, with no address", async () => {
    expect(await named("proxy-7.a_b")).toBe("proxy-7.a_b");
    for (const id of [undefined, "x".repeat(65), 'a"b']) expect(await named(id)).toMatch(/^[0-9a-f-]{36}$/);
    await expect
      .poll(() => lines().find(({ request_id: id }) => id === "proxy-7.a_b"))
      .toMatchObject({ level: "debug", event: "request", route: "/api/notifications", method: "GET", status: 401 });
    expect(system.apps[0]?.log()).not.toContain("somebody");
  });

  function lines(): Record<string, unknown>[] {
    const text = system.apps[0]?.log() ?? "";
    return text
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
});
