import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";

import { startApp } from "@/tests/support/app-server";
import { expectProblem } from "@/tests/support/problem";
import { startRedis } from "@/tests/support/redis";
import { SUITE_SETTINGS } from "@/tests/support/settings";
import { ADA, bearer, System } from "@/tests/support/system";

describe("health", () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start();
  });
  afterAll(() => system.stop());

  it("is live and ready", async () => {
    const live = await system.fetch("/api/health/live");
    expect([live.status, await live.json()]).toEqual([200, { status: "ok" }]);
    const ready = await system.fetch("/api/health/ready");
    expect([ready.status, await ready.json()]).toEqual([200, { status: "ok", postgres: "up", redis: "up" }]);
  });

  it("says where the data is kept, when that was declared", async () => {
    const declared = await System.start({ env: { DATA_REGION: "eu-central-1" } });
    try {
      const ready = await declared.fetch("/api/health/ready");
      expect(await ready.json()).toEqual({ status: "ok", postgres: "up", redis: "up", data_region: "eu-central-1" });
    } finally {
      await declared.stop();
    }
  });

  it.each([
    ["a role that Postgres refuses", (url: URL) => (url.username = "nobody")],
    ["a database that is not there", (url: URL) => (url.pathname = "/nowhere")],
  ])("is 503 with %s, and so is every request", async (_, change) => {
    const url = new URL(system.databaseUrl);
    change(url);
    const app = await startApp({ ...SUITE_SETTINGS, DATABASE_URL: url.href }, { health: "/api/health/live" });
    try {
      await expectProblem(await fetch(`${app.url}/api/health/ready`), 503);
      await expectProblem(await fetch(`${app.url}/api/notifications`, { headers: await bearer(ADA) }), 503);
    } finally {
      await app.stop();
    }
  });

  it("says that Redis is not configured when it is not", async () => {
    const local = await System.start({ redis: false });
    try {
      const ready = await local.fetch("/api/health/ready");
      expect(await ready.json()).toEqual({ status: "ok", postgres: "up", redis: "not configured" });
    } finally {
      await local.stop();
    }
  });

  it("is degraded, still 200, without Redis, and delivers all the same", async () => {
    const redis = await startRedis();
    const bare = await System.start({ env: { REDIS_URL: redis.url } });
    try {
      const client = await (await bare.openStream(ADA)).synced();
      await redis.stop();
      await vi.waitUntil(async () => {
        const ready = await bare.fetch("/api/health/ready");
        expect(ready.status).toBe(200);
        return ((await ready.json()) as { status: string }).status === "degraded";
      });
      const sentAt = Date.now();
      await bare.notify(ADA);
      await client.until(({ positions }) => positions.length === 1);
      expect(Date.now() - sentAt).toBeLessThan(2000);
      client.close();
    } finally {
      await bare.stop();
      await redis.stop();
    }
  });

  it("answers 503 saying what is down, and stays live, without Postgres", async () => {
    const lost = await System.start();
    try {
      const admin = postgres(inject("postgres").adminUrl, { max: 1 });
      const name = new URL(lost.databaseUrl).pathname.slice(1);
      await admin`alter database ${admin(name)} allow_connections false`;
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and usename is not null`;
      const ready = await lost.fetch("/api/health/ready");
      expect(ready.headers.get("retry-after")).toBe("1");
      expect((await expectProblem(ready, 503)).detail).toBe("Postgres is down.");
      const list = await lost.list(ADA);
      expect(list.headers.get("retry-after")).toBe("1");
      await expectProblem(list, 503);
      expect((await lost.fetch("/api/health/live")).status).toBe(200);
      await admin`alter database ${admin(name)} allow_connections true`;
      await admin.end();
    } finally {
      await lost.stop();
    }
  });

  it("says when the database was not migrated", async () => {
    const admin = postgres(inject("postgres").adminUrl, { max: 1 });
    const name = `empty_${crypto.randomUUID().replaceAll("-", "")}`;
    await admin`create database ${admin(name)}`;
    const url = new URL(inject("postgres").adminUrl);
    url.pathname = name;
    const settings = { DATABASE_URL: url.href, AUTH_SECRET: "x".repeat(32), INTERNAL_API_KEYS: `a:${"k".repeat(16)}` };
    const app = await startApp(settings, { health: "/api/health/live" });
    const problem = await expectProblem(await fetch(`${app.url}/api/health/ready`), 503);
    expect(problem.detail).toContain("npm run db:migrate");
    await app.stop();
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  });

  it("answers problems to addresses and methods that do not exist", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      await expectProblem(await system.fetch("/api/nothing/here", { method, headers: await bearer(ADA) }), 404);
    }
    await expectProblem(await system.fetch("/api"), 404);
    await expectProblem(await system.fetch("/api/nothing", { method: "OPTIONS" }), 404);
    await expectProblem(await system.fetch("/api/health/ready", { method: "POST" }), 405);
    const options = await system.fetch("/api/health/ready", { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  });
});
