import { randomUUID } from "node:crypto";
import { Agent } from "node:http";

import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { DescribedApi, type DescribedOperation } from "@/tests/contract/described-api";
import { INTERNALS } from "@/tests/support/app/problem";
import { PRODUCER_KEY, token } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { expectAlways } from "@/tests/support/random-runs";

import { requests, type FuzzedRequest } from "./requests";
import { send } from "./send";

describe("whatever is sent to any operation, at the same time", () => {
  let system: System;
  let users: string[];
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });

  beforeAll(async () => {
    // What is sent is counted by name in the Redis of all tests.
    const env = {
      INTERNAL_API_KEYS: `${randomUUID()}/send/privacy/metrics:${PRODUCER_KEY}`,
      PRODUCER_NOTIFICATIONS_PER_MINUTE: "999999999",
    };
    system = await System.start({ env });
    users = await system.addUsers(5);
  });
  afterAll(async () => {
    agent.destroy();
    await system.stop();
  });

  it("is answered as the document says, and never with a fault", { timeout: 0 }, async () => {
    const api = await DescribedApi.of(system.url);
    const [caller = ""] = users;
    const notifications = await Promise.all([1, 2, 3].map(() => system.notify(caller)));
    const known = {
      producerKey: PRODUCER_KEY,
      token: await token({ sub: caller, expiresIn: 24 * 60 * 60 }),
      ids: (name: string) => (name === "user" ? [caller] : name === "id" || name === "ids" ? notifications : users),
    };
    const answered = new Map<string, number>();

    const operations = new Map(api.operations.map((operation) => [operation.operationId, operation]));
    const check = async (request: FuzzedRequest): Promise<void> => {
      const { operationId } = request;
      const answer = await send(system.url, agent, request);
      const name = `${operationId} ${answer.status}`;
      answered.set(name, (answered.get(name) ?? 0) + 1);
      const operation = operations.get(operationId) as DescribedOperation;
      expect(api.complaints(operation, answer)).toEqual([]);
      expect(answer.status).not.toBe(500);
      expect(answer.status < 400 ? "" : answer.body).not.toMatch(INTERNALS);
    };
    await expectAlways(50, fc.array(requests(api, known), { minLength: 1, maxLength: 8 }), async (batch) => {
      await Promise.all(batch.map(check));
    });

    expect((await system.fetch("/api/health/ready")).status).toBe(200);
    expect(system.apps[0]?.log()).not.toMatch(/Answered 500|⨯|"level":"error"|Error/);
    const total = Array.from(answered.values()).reduce((sum, count) => sum + count, 0);
    console.log(`${total} requests:`, Object.fromEntries(Array.from(answered)));
  });
});
