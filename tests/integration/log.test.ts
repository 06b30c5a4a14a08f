import { afterEach, describe, expect, inject, it, onTestFinished } from "vitest";

import { startApp } from "@/tests/support/app/app-server";
import { bearer, System } from "@/tests/support/app/system";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { eventually } from "@/tests/support/until";

/** What Next itself prints when it starts. */
const BANNER = /^(▲ |✓ |- |$)/u;

describe("the log of a server in production", { timeout: 90_000 }, () => {
  let system: System;

  afterEach(() => system.stop());

  const lines = (): string[] => (system.apps[0]?.log() ?? "").split("\n").filter((line) => !BANNER.test(line));
  const events = (): string[] => lines().map((line) => (JSON.parse(line) as { event: string }).event);

  it("is JSON, one object a line, and of an ordinary day has its start and its end only", async () => {
    system = await System.start();
    const [user = ""] = await system.addUsers(1);
    const stream = await (await system.openStream(user, "no position")).synced();
    await system.notify(user);
    for (const path of ["/", "/sign-in", "/no/such/page", "/orders/7", "/api/nothing", "/api/notifications"])
      await system.fetch(path, { headers: await bearer(user) });
    await system.produce("{", { "X-Request-Id": "proxy-1" });
    await system.apps[0]?.stop();
    stream.close();
    expect(events()).toEqual(["started", "stopping", "streams_closed"]);
  });

  it("has one line when Postgres goes, whatever asks for it, and one when it is back", async () => {
    const proxy = await FaultProxy.start(Number(new URL(inject("postgres").adminUrl).port));
    onTestFinished(() => proxy.stop());
    system = await System.start({ databasePort: proxy.port });
    const [user = ""] = await system.addUsers(1);
    proxy.refuse();
    proxy.cut("reset");
    const answers = await Promise.all(Array.from({ length: 30 }, () => system.list(user)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    await proxy.accept();
    await eventually(async () => {
      await system.list(user);
      return events().includes("database_back");
    });
    expect(events()).toEqual(["started", "database_away", "database_back"]);
  });
});

it("a server that is not configured does not start, and says why in one line for each variable", async () => {
  const failure: unknown = await startApp({ AUTH_SECRET: "short" }).catch((error: unknown) => error);
  const lines = String(failure).split("\n");
  expect(lines.filter((line) => /^[A-Z_]+ is /.test(line))).toEqual([
    expect.stringMatching(/^DATABASE_URL is missing/),
    expect.stringMatching(/^AUTH_SECRET is too weak/),
    expect.stringMatching(/^INTERNAL_API_KEYS is missing/),
  ]);
});
