import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { System } from "@/tests/support/app/system";
import { expectUnavailable } from "@/tests/support/app/traffic";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";

/** What the README promises of a 503. */
const PROMISE_MS = 6_000;

describe("a request whose databases hang is answered in less than six seconds, however many statements it takes", () => {
  let primary: OwnPostgres;
  let standby: OwnPostgres;
  let system: System;
  let user: string;

  beforeAll(async () => {
    primary = await OwnPostgres.start();
    standby = await primary.standby();
    system = await System.start({ source: primary, replicaPort: standby.port, redis: false });
    [user] = (await system.addUsers(1)) as [string];
  }, 120_000);
  afterAll(async () => {
    primary.thaw();
    standby.thaw();
    await system.stop();
    await standby.stop();
    await primary.stop();
  });

  async function timed(request: () => Promise<Response>): Promise<[Response, number]> {
    const start = performance.now();
    return [await request(), performance.now() - start];
  }

  it("a list whose replica and primary hang", async () => {
    await system.notify(user);
    primary.freeze();
    standby.freeze();
    // All at once: some wait for a connection as well.
    const answers = await Promise.all(Array.from({ length: 30 }, () => timed(() => system.list(user))));
    primary.thaw();
    standby.thaw();
    for (const [answer, took] of answers) {
      await expectUnavailable(answer);
      expect(took).toBeLessThan(PROMISE_MS);
    }
  });

  it("a POST with a key, first tried and repeated, while another one holds the feed", async () => {
    await system.notify(user);
    const send = () => system.produce({ user_id: user, type: "test", message: "m" }, { "Idempotency-Key": "the-same" });
    const answers = await system.sql.begin(async (transaction) => {
      await transaction`select from notification_feeds where user_id = ${user} for update`;
      return Promise.all(Array.from({ length: 30 }, () => timed(send)));
    });
    for (const [answer, took] of answers) {
      await expectUnavailable(answer);
      expect(took).toBeLessThan(PROMISE_MS);
    }
    expect((await send()).status).toBe(201);
  });
});
