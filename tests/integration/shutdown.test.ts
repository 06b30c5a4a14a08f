import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect } from "node:net";

import { afterEach, describe, expect, it, vi } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { openStalledReader, sendBacklog, untilStalled } from "@/tests/support/app/stalled-reader";
import { System } from "@/tests/support/app/system";

/** What Node makes of SIGTERM; null would mean that it had to be killed. */
const TERMINATED = 143;

describe("a process that is asked to stop", () => {
  let system: System;
  afterEach(() => system.stop());

  const readiness = (): Promise<number> => system.fetch("/api/health/ready").then(({ status }) => status);
  const terminate = (): void => void process.kill(system.apps[0]?.pid ?? 0, "SIGTERM");
  const exit = (): Promise<number | null> | undefined => system.apps[0]?.stop();

  it("exits by itself though a reader takes nothing, a request is half sent and connections idle", async () => {
    system = await System.start();
    const [user] = (await system.addUsers(1)) as [string];
    const reader = await openStalledReader(system.url, user);
    await sendBacklog(system, user);
    await untilStalled(system);
    const halfSent = connect(Number(new URL(system.url).port), "localhost");
    halfSent.write("POST /api/notifications/read HTTP/1.1\r\nHost: localhost\r\n");
    const agent = new Agent({ keepAlive: true });
    const idle = once(get(`${system.url}/api/health/live`, { agent }), "response");
    ((await idle)[0] as IncomingMessage).resume();

    expect(await exit()).toBe(TERMINATED);
    halfSent.destroy();
    agent.destroy();
    reader.close();
  }, 120_000);

  it("serves on while it drains, says so to whoever asks for readiness, and keeps no connection", async () => {
    system = await System.start({ env: { DRAIN_SECONDS: "60" } });
    const [user] = (await system.addUsers(1)) as [string];
    const before = await (await system.openStream(user)).synced();
    expect(await readiness()).toBe(200);

    terminate();
    await vi.waitUntil(async () => (await readiness()) === 503);
    await expectProblem(await system.fetch("/api/health/ready"), 503);
    expect((await system.fetch("/api/health/live")).status).toBe(200);
    const during = await (await system.openStream(user)).synced();
    await system.notify(user);
    for (const client of [before, during]) await client.until(({ positions }) => positions.length === 1);
    expect((await system.list(user)).headers.get("connection")).toBe("close");

    // A second signal ends the drain.
    expect(await exit()).toBe(TERMINATED);
    for (const client of [before, during]) {
      await client.ended;
      expect(client.raw).toMatch(/retry: \d+\n\n$/);
    }
  });

  it("stops when the drain is over", async () => {
    system = await System.start({ env: { DRAIN_SECONDS: "1" } });
    const [user] = (await system.addUsers(1)) as [string];
    const client = await (await system.openStream(user)).synced();
    terminate();
    await vi.waitUntil(async () => (await readiness()) === 503);
    await client.ended;
    await vi.waitUntil(() =>
      readiness().then(
        () => false,
        () => true,
      ),
    );
    expect(await exit()).toBe(TERMINATED);
  });
});
