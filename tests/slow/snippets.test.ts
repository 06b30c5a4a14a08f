import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";

import { guard } from "@/lib/dev/guardian";
import { AppendResponse } from "@/lib/notifications/contract";
import { OTHER_PRODUCER_KEY, PRODUCER_KEY } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { systemProgram } from "@/tests/support/programs/system-program";
import { until } from "@/tests/support/until";

const { PATH = "" } = process.env;

/** To start all programs, and for what is waited for, on a machine that is busy. */
const PATIENCE_MS = 60_000;

/** What one producer may send in a minute: as little as the settings take. */
const LIMIT = 10_000;

interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** The programs of the README that send with retries, each in its language and all at the same time. */
describe("a producer as the README shows it", { timeout: 2 * PATIENCE_MS }, () => {
  let folder: string;
  let letGo: () => Promise<void>;
  let commands: Map<string, string[]>;
  let system: System;
  let toApp: FaultProxy;
  let toDatabase: FaultProxy;
  const limited = randomUUID();
  let toldToWaitForWeeks: ReturnType<typeof runAgainst>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "notifications-snippets-"));
    letGo = guard({ folder });
    commands = new Map([
      ["TypeScript", [process.execPath, "--import", "tsx", "tests/snippets/send.ts"]],
      ["Python", [python(), "tests/snippets/send.py"]],
      ["Go", [buildGo(folder)]],
    ]);
    toDatabase = await FaultProxy.start(Number(new URL(inject("postgres").adminUrl).port));
    system = await System.start({
      databasePort: toDatabase.port,
      env: {
        // What they send is counted by name in the Redis of all tests.
        INTERNAL_API_KEYS: `${randomUUID()}/send/metrics:${PRODUCER_KEY},${limited}:${OTHER_PRODUCER_KEY}`,
        PRODUCER_NOTIFICATIONS_PER_MINUTE: String(LIMIT),
      },
    });
    toApp = await FaultProxy.start(Number(new URL(system.url).port));
    // It takes a minute, beside the other tests. One that asks again at once has used up its attempts after ten seconds.
    toldToWaitForWeeks = runAgainst("2200000", 10_000);
  }, 180_000);
  afterAll(async () => {
    toApp.stop();
    toDatabase.stop();
    await system.stop();
    await rm(folder, { recursive: true, force: true });
    await letGo();
  });

  afterEach(async () => {
    await toApp.heal();
    await toDatabase.heal();
  });

  /** Runs each of them, or those in `languages`, for a user of its own, and `meanwhile` beside them. */
  async function run(
    meanwhile: (userIds: string[]) => Promise<void> = async () => {},
    { event = {}, producerKey = PRODUCER_KEY, languages = Array.from(commands.keys()), app = toAppUrl() } = {},
  ): Promise<{ userIds: string[]; outcomes: Outcome[] }> {
    const userIds = await system.addUsers(languages.length);
    const running = languages.map(async (language, index): Promise<Outcome> => {
      const [program = "", ...args] = commands.get(language) ?? [];
      const notification = { user_id: userIds[index], type: "order.shipped", message: "Order 7 has shipped", ...event };
      const sender = spawn(program, [...args, JSON.stringify(notification), `order-7-${randomUUID()}`], {
        env: { PATH, NODE_ENV: "production", APP: app, PRODUCER_KEY: producerKey },
      });
      const [stdout, stderr, [exitCode]] = await Promise.all([
        text(sender.stdout),
        text(sender.stderr),
        once(sender, "exit") as Promise<[number]>,
      ]);
      return { exitCode, stdout, stderr };
    });
    await meanwhile(userIds);
    return { userIds, outcomes: await Promise.all(running) };
  }

  const toAppUrl = (): string => `http://127.0.0.1:${toApp.port}`;

  async function expectNotifiedOnce({ userIds, outcomes }: Awaited<ReturnType<typeof run>>): Promise<void> {
    const notified = outcomes.map(({ exitCode, stdout, stderr }) => {
      expect([exitCode, stderr]).toEqual([0, ""]);
      return AppendResponse.parse(JSON.parse(stdout)).notifications.map(({ id, user_id }) => `${user_id} ${id}`);
    });
    const rows = await system.sql<{ user_id: string; id: string }[]>`
      select user_id, id from notifications where user_id = any(${userIds})`;
    const inOrder = userIds.map((userId) => rows.filter((row) => row.user_id === userId));
    expect(notified).toEqual(inOrder.map((own) => own.map(({ user_id, id }) => `${user_id} ${id}`)));
    expect(rows).toHaveLength(userIds.length);
  }

  async function refusals(problem: string): Promise<number> {
    const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
    const metrics = await (await system.fetch("/api/metrics", { headers })).text();
    const line = metrics
      .split("\n")
      .find((one) => one.startsWith("notifications_requests_refused_total") && one.includes(`"${problem}"`));
    return Number(line?.split(" ").at(-1) ?? 0);
  }

  it("notifies, and gets the answer", async () => {
    await expectNotifiedOnce(await run());
  });

  it("notifies once although the answer was lost, and the server away after that", async () => {
    toApp.freeze("down");
    const outcome = await run(async (userIds) => {
      await until("all are notified", PATIENCE_MS, async () => {
        const [row] =
          await system.sql`select count(*)::int as count from notifications where user_id = any(${userIds})`;
        return row?.["count"] === userIds.length;
      });
      toApp.refuse();
      toApp.cut("reset");
      await delay(500);
      await toApp.heal();
    });
    await expectNotifiedOnce(outcome);
  });

  it("repeats what was answered with 503, while the database is away", async () => {
    const before = await refusals("unavailable");
    toDatabase.refuse();
    toDatabase.cut("reset");
    const outcome = await run(async () => {
      await until(
        "all were told to come back",
        PATIENCE_MS,
        async () => (await refusals("unavailable")) >= before + commands.size,
      );
      await toDatabase.accept();
    });
    await expectNotifiedOnce(outcome);
  });

  it("waits as long as it is told to when it has sent too much", { timeout: 4 * PATIENCE_MS }, async () => {
    const redis = new Redis(inject("redisUrl"));
    const everybody = await system.addUsers(LIMIT);
    /** What is left of the minute of this producer. */
    const key = await system.producerKey(limited);
    const left = (ms: number): Promise<number> => redis.pexpire(key, ms);
    for (const language of commands.keys()) {
      await left(0);
      const spent = await system.produce(
        { user_ids: everybody, type: "test", message: "Hello" },
        { Authorization: `Bearer ${OTHER_PRODUCER_KEY}` },
      );
      expect(spent.status).toBe(201);
      const before = await refusals("rate-limited");
      const outcome = await run(
        async () => {
          await until("it was told to wait", PATIENCE_MS, async () => {
            await left(6_000);
            return (await refusals("rate-limited")) > before;
          });
          await left(2_000);
        },
        { languages: [language], producerKey: OTHER_PRODUCER_KEY },
      );
      await expectNotifiedOnce(outcome);
      // Told to wait for six seconds, of which it did not ask again in the first two.
      expect((await refusals("rate-limited")) - before).toBe(1);
    }
    await redis.quit();
  });

  /** What each is told in place of an answer, for a time from its first request on; and then that it is done. */
  async function runAgainst(
    retryAfter: string,
    refusedForMs: number,
  ): Promise<{ outcomes: Outcome[]; requests: number[] }> {
    const seen = new Map<string, number[]>();
    const server = createServer((request, response) => {
      const key = String(request.headers["idempotency-key"]);
      const times = [...(seen.get(key) ?? []), performance.now()];
      seen.set(key, times);
      const [first = 0] = times;
      if (performance.now() - first >= refusedForMs) response.writeHead(201).end('{"notifications":[]}');
      // A proxy's own page, in no encoding that anybody has said.
      else response.writeHead(503, { "Retry-After": retryAfter }).end(Buffer.from([0xfc, 0xff]));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const { outcomes } = await run(undefined, { app: `http://127.0.0.1:${port}` });
      return { outcomes, requests: Array.from(seen.values(), (times) => times.length) };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  const DONE: Outcome = { exitCode: 0, stdout: '{"notifications":[]}', stderr: "" };
  const trimmed = (outcome: Outcome): Outcome => ({ ...outcome, stdout: outcome.stdout.replaceAll(/\s/g, "") });

  it.each(["Wed, 21 Oct 2015 07:28:00 GMT", "-1", "0", "NaN", "inf", "9".repeat(30), ""])(
    "takes its own time when it is told to come back %j",
    async (retryAfter) => {
      const { outcomes } = await runAgainst(retryAfter, 1_000);
      expect(outcomes.map(trimmed)).toEqual([DONE, DONE, DONE]);
    },
  );

  it("waits a minute when it is told to wait for weeks", async () => {
    const { outcomes, requests } = await toldToWaitForWeeks;
    expect(outcomes.map(trimmed)).toEqual([DONE, DONE, DONE]);
    expect(requests).toEqual([2, 2, 2]);
  });

  it("gives up at once on what is refused for good", async () => {
    const before = await refusals("invalid-request");
    const { outcomes } = await run(undefined, { event: { link: "//evil.test" } });
    for (const { exitCode, stderr } of outcomes) {
      expect(exitCode).toBe(1);
      expect(stderr).toContain("must be a path on this site");
    }
    expect((await refusals("invalid-request")) - before).toBe(commands.size);
  });
});

function python(): string {
  return systemProgram({
    names: ["python3"],
    debianPackages: ["python3"],
    advice: "apt-get install python3, or https://www.python.org/downloads",
  });
}

/** Compiles the program into the folder and returns its path. */
function buildGo(folder: string): string {
  const go = systemProgram({
    names: ["go"],
    debianPackages: ["golang-go"],
    advice: "apt-get install golang-go, or https://go.dev/dl",
  });
  const program = path.join(folder, "send");
  execFileSync(go, ["build", "-o", program, "tests/snippets/send.go"], {
    env: { ...process.env, GOCACHE: path.join(folder, "cache") },
  });
  return program;
}
