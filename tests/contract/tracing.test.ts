import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, describe, expect, it, onTestFinished } from "vitest";

import { startTraceCollector, type TraceCollector } from "@/tests/contract/trace-collector";
import { PRODUCER_KEY, token } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";
import { eventually } from "@/tests/support/until";

const MESSAGE = "A message for nobody else";
const TRACE = "0af7651916cd43dd8448eb211c80319c";

describe("traces", { timeout: 90_000 }, () => {
  let collector: TraceCollector;
  let system: System;

  afterEach(async () => {
    await system.stop();
    await collector.stop();
  });

  async function start({ answers = true, tracing = true, env = {} } = {}): Promise<void> {
    collector = await startTraceCollector({ answers });
    system = await System.start({
      env: { LOG_LEVEL: "debug", ...(tracing && { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }), ...env },
    });
  }

  const named = (name: string) => collector.spans().filter((span) => span.name === name);

  it("have a span for each request with its statements, and nothing that says who or what", async () => {
    const coverage = await coverageFolder();
    await start({ env: { NODE_V8_COVERAGE: coverage } });
    const [user = ""] = await system.addUsers(1);
    const id = await system.notify(user, MESSAGE);
    const session = await token({ sub: user });
    const headers = {
      Cookie: `session=${session}`,
      "User-Agent": `agent of ${user}`,
      traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
      tracestate: `vendor=${user}`,
      baggage: `user=${user}`,
      "X-Request-Id": "the-traced-one",
    };
    expect((await system.fetch(`/api/notifications?user=${user}`, { headers })).status).toBe(200);
    expect((await system.fetch(`/orders/${user}?user=${user}`, { headers })).status).toBe(404);
    expect((await system.fetch(`/${user}`, { headers })).status).toBe(404);
    await system.read(user, { ids: [id] });
    await system.fetch(`/api/internal/users/${user}/notifications`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${PRODUCER_KEY}` },
    });
    const stream = await (await system.openStream(user, 0)).synced();
    const resumed = await system.fetch(`/api/notifications/stream?last_event_id=0&user=${user}`, {
      headers: await bearer(user),
    });
    await system.notify(user, MESSAGE);
    await stream.until(({ positions }) => positions.length > 0);
    await resumed.body?.cancel();
    stream.close();
    // As long as the response.
    await eventually(() => named("GET /api/notifications/stream").length === 2);
    await system.fetch("/api/health/live");
    expect(await system.apps[0]?.stop()).toBe(143);
    expect(await codeLoaded(coverage)).not.toHaveLength(0);

    expect(collector.resource()).toMatchObject({ "service.name": "notifications" });
    const [list] = named("GET /api/notifications");
    expect(list).toMatchObject({ traceId: TRACE, parentSpanId: "b7ad6b7169203331" });
    const statements = named("postgres").filter(({ traceId }) => traceId === TRACE);
    expect(statements.length).toBeGreaterThan(0);
    expect(named("POST /api/internal/notifications")).toHaveLength(2);
    // The last request before the signal, by what is flushed at the end.
    expect(named("GET /api/health/live")).toHaveLength(1);
    const lines = system.apps[0]?.log().split("\n") ?? [];
    expect(lines.find((line) => line.includes("the-traced-one"))).toContain(`"trace_id":"${TRACE}"`);
    for (const personal of [user, id, session, MESSAGE, PRODUCER_KEY, "last_event_id", "somebody"])
      expect(collector.received()).not.toContain(personal);
  });

  it("are neither made nor sent without an endpoint, and none of the code for it is loaded", async () => {
    const coverage = await coverageFolder();
    await start({ tracing: false, env: { NODE_V8_COVERAGE: coverage } });
    const [user = ""] = await system.addUsers(1);
    await system.notify(user);
    await system.apps[0]?.stop();
    expect(await codeLoaded(coverage)).toHaveLength(0);
    expect(collector.received()).toBe("");
  });

  /** Where a process writes at its end which scripts it has loaded. */
  async function coverageFolder(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), "notifications-coverage-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    return folder;
  }

  /** What was loaded of the code that sends traces. */
  async function codeLoaded(coverage: string): Promise<string[]> {
    const loaded = await scriptsIn(coverage);
    expect(loaded.length).toBeGreaterThan(100);
    const texts = await Promise.all(
      loaded.filter((url) => url.startsWith("file:")).map((url) => readFile(new URL(url), "utf8").catch(() => "")),
    );
    return texts.filter((text) => text.includes("OTEL_BSP_MAX_QUEUE_SIZE"));
  }

  it.each(["away", "silent"])(
    "keep no request waiting, and cost the log one line, while the collector is %s",
    async (how) => {
      await start({
        answers: how !== "silent",
        env: { OTEL_BSP_SCHEDULE_DELAY: "100", OTEL_EXPORTER_OTLP_TIMEOUT: "500" },
      });
      if (how === "away") await collector.stop();
      const [user = ""] = await system.addUsers(1);
      for (let turn = 0; turn < 3; turn++) await system.notifyMany(user, 30);
      await eventually(() => (system.apps[0]?.log() ?? "").includes("traces_dropped"));
      await system.notifyMany(user, 30);
      expect(await (await system.list(user)).json()).toHaveLength(100);
      const stopped = Date.now();
      expect(await system.apps[0]?.stop()).toBe(143);
      expect(Date.now() - stopped).toBeLessThan(8_000);
      expect(system.apps[0]?.log().match(/traces_dropped/g)).toHaveLength(1);
    },
  );
});

/** The addresses of all scripts that a process has loaded, from the coverage it wrote when it ended. */
async function scriptsIn(coverage: string): Promise<string[]> {
  const files = await readdir(coverage);
  const reports = await Promise.all(files.map((file) => readFile(path.join(coverage, file), "utf8")));
  return reports.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url));
}
