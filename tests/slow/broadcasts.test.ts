import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { upTo } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { expectUnavailable } from "@/tests/support/app/traffic";

const BROADCASTS = 20;
const RECIPIENTS = 10_000;

describe("twenty broadcasts of 10,000 at once", () => {
  let system: System;
  let everybody: string[];
  let reader: string;

  beforeAll(async () => {
    system = await System.start();
    everybody = await system.addUsers(RECIPIENTS);
    [reader] = (await system.addUsers(1)) as [string];
    // What a process does at its first request of a kind is not what is asked here.
    await system.notify(reader);
    await system.list(reader);
  }, 120_000);
  afterAll(() => system.stop());

  it("are refused at once where too many are going on, and hold up nobody: lists, single POSTs, readiness", async () => {
    const broadcast = (n: number) =>
      system.produce({ user_ids: everybody, type: "test", message: "m" }, { "Idempotency-Key": `storm-${n}` });
    const over = new AbortController();
    const answers = Promise.all(upTo(BROADCASTS).map(broadcast)).finally(() => over.abort());
    const statuses = { list: [] as number[], post: [] as number[], ready: [] as number[] };
    const ask = async (): Promise<void> => {
      while (!over.signal.aborted) {
        statuses.list.push((await system.list(reader)).status);
        statuses.post.push((await system.produce({ user_id: reader, type: "test", message: "m" })).status);
        statuses.ready.push((await system.fetch("/api/health/ready")).status);
        await delay(5);
      }
    };
    await Promise.all([ask(), ask(), answers]);
    for (const [kind, all] of Object.entries(statuses))
      expect(new Set(all), kind).toEqual(new Set([kind === "post" ? 201 : 200]));

    const accepted = (await answers).filter(({ status }) => status === 201).length;
    expect(accepted).toBeGreaterThanOrEqual(1);
    for (const answer of await answers) if (answer.status !== 201) await expectUnavailable(answer);
    // On a busy machine one may have been done whose answer came too late.
    const [storm] = await system.sql<{ committed: number }[]>`
      select count(*)::int as committed from idempotency_keys where key like 'storm-%'`;
    const committed = storm?.committed ?? 0;
    expect(committed).toBeGreaterThanOrEqual(accepted);
    const [feeds] = await system.sql`
      select min(head_seq)::int as least, max(head_seq)::int as most
      from notification_feeds where user_id = any(${everybody})`;
    expect(feeds).toEqual({ least: committed, most: committed });
  });

  it("are all taken when their producer comes back as it is told", async () => {
    const [before] =
      await system.sql`select head_seq::int as head from notification_feeds where user_id = ${everybody[0] ?? ""}`;
    await Promise.all(
      upTo(BROADCASTS).map(async (n) => {
        for (;;) {
          const headers = { "Idempotency-Key": `broadcast-${n}` };
          const answer = await system.produce({ user_ids: everybody, type: "test", message: "m" }, headers);
          if (answer.status === 201) return;
          await expectUnavailable(answer);
          await delay(1000 * Number(answer.headers.get("retry-after")));
        }
      }),
    );
    const [after] =
      await system.sql`select head_seq::int as head from notification_feeds where user_id = ${everybody[0] ?? ""}`;
    expect(Number(after?.["head"]) - Number(before?.["head"])).toBe(BROADCASTS);
  }, 180_000);
});
