import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { startApp } from "@/tests/support/app/app-server";
import { expectProblem } from "@/tests/support/app/problem";
import { SUITE_SETTINGS } from "@/tests/support/app/settings";
import { ADA, bearer, System } from "@/tests/support/app/system";

describe("health", () => {
  let system: System;

  beforeAll(async () => {
    system = await System.inProcess({ env: { DATA_REGION: "eu-central-1" } });
  });
  afterAll(() => system.stop());

  it("is live and ready, and says where the data is kept", async () => {
    const live = await system.fetch("/api/health/live");
    expect([live.status, await live.json()]).toEqual([200, { status: "ok" }]);
    const ready = await system.fetch("/api/health/ready");
    const body = { status: "ok", postgres: "up", redis: "up", data_region: "eu-central-1" };
    expect([ready.status, await ready.json()]).toEqual([200, body]);
  });
});

describe("a server whose database cannot be used", () => {
  const EMPTY = `empty_${crypto.randomUUID().replaceAll("-", "")}`;
  let admin: postgres.Sql;

  beforeAll(async () => {
    admin = postgres(inject("postgres").adminUrl, { max: 1 });
    await admin`create database ${admin(EMPTY)}`;
  });
  afterAll(async () => {
    await admin`drop database ${admin(EMPTY)} with (force)`;
    await admin.end();
  });

  it.each([
    ["its role is refused", { username: "nobody" }, "Postgres is down.", 503],
    ["it is not there", { pathname: "/nowhere" }, "Postgres is down.", 503],
    ["it was not migrated", { pathname: `/${EMPTY}` }, "npm run db:migrate", 500],
  ])("is live, not ready, and says why: %s", async (_, change, detail, status) => {
    const url = Object.assign(new URL(inject("postgres").adminUrl), change);
    const app = await startApp({ ...SUITE_SETTINGS, DATABASE_URL: url.href }, { health: "/api/health/live" });
    try {
      const ready = await fetch(`${app.url}/api/health/ready`);
      expect(ready.headers.get("retry-after")).toBe("1");
      expect((await expectProblem(ready, 503)).detail).toContain(detail);
      await expectProblem(await fetch(`${app.url}/api/notifications`, { headers: await bearer(ADA) }), status);
    } finally {
      await app.stop();
    }
  });
});
