import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { upTo } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";

const RECIPIENTS = 10_000;

describe("one request for 10,000 users, sent again and again", () => {
  let postgres: OwnPostgres;
  let proxy: FaultProxy;
  let system: System;
  let users: string[];

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    proxy = await FaultProxy.start(postgres.port);
    const env = { PRODUCER_NOTIFICATIONS_PER_MINUTE: "999999999" };
    system = await System.start({ instances: 2, source: postgres, databasePort: proxy.port, env });
    users = await system.addUsers(RECIPIENTS);
  });
  afterAll(async () => {
    await system.stop();
    proxy.stop();
    await postgres.stop();
  });

  /** What a producer does: it repeats a request until it has an answer. */
  async function send(key: string, first: number): Promise<AppendResponse["notifications"]> {
    const body = { user_ids: users, type: "test", message: key };
    for (let instance = first; ; instance = 1 - instance) {
      const headers = { "Idempotency-Key": key, Authorization: `Bearer ${PRODUCER_KEY}` };
      const response = await system.produce(body, headers, system.apps[instance]?.url).catch(() => null);
      if (response?.status === 201) return AppendResponse.parse(await response.json()).notifications;
      if (response && response.status !== 503) throw new Error(`answered ${response.status}`);
      await delay(20);
    }
  }

  /** One notification for each user, and every answer names just those. */
  async function expectOneSet(key: string, answers: readonly AppendResponse["notifications"][]): Promise<void> {
    const rows = await system.sql<{ id: string; user_id: string }[]>`
      select id, user_id from notifications where message = ${key}`;
    const idOf = new Map(rows.map(({ id, user_id: userId }) => [userId, id]));
    expect(rows).toHaveLength(RECIPIENTS);
    expect(idOf.size).toBe(RECIPIENTS);
    for (const answer of answers)
      expect(answer.map(({ id, user_id: userId }) => [userId, id])).toEqual(
        users.map((user) => [user, idOf.get(user)]),
      );
  }

  it("at once, through two instances", async () => {
    const key = randomUUID();
    const answers = await Promise.all(upTo(6).map((index) => send(key, index % 2)));
    await expectOneSet(key, answers);
  });

  it.each([0, 150, 300, 500])("through an instance that is killed after %i ms, and another one", async (ms) => {
    const key = randomUUID();
    const answers = Promise.all([send(key, 0), send(key, 0)]);
    await delay(ms);
    await system.apps[0]?.kill();
    await expectOneSet(key, [...(await answers), await send(key, 1)]);
    await system.restart(0);
  });

  it.each([50, 150, 300])("while connections to Postgres are cut after %i ms", async (ms) => {
    const key = randomUUID();
    const answers = Promise.all([send(key, 0), send(key, 1)]);
    await delay(ms);
    proxy.cut("reset");
    await expectOneSet(key, await answers);
  });
});
