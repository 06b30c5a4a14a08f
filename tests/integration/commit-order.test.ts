import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { StreamClient } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";

const COMMIT_MS = 300;

/** Commits take their time here, and one message never gets through: the window between a write and its commit is wide. */
describe("a commit that is slow or fails", () => {
  let system: System;
  let user: string;
  let streams: StreamClient[];

  beforeAll(async () => {
    system = await System.start({ instances: 2 });
    await system.sql.unsafe(`
      create function at_commit() returns trigger language plpgsql as $$
        begin
          perform pg_sleep(${COMMIT_MS / 1000});
          if new.message = 'refused' then raise exception 'refused at commit'; end if;
          return null;
        end $$;
      create constraint trigger at_commit after insert on notifications
        deferrable initially deferred for each row execute function at_commit();
      create constraint trigger at_commit_of_read after update on notifications
        deferrable initially deferred for each row execute function at_commit();`);
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
    streams = await Promise.all(
      system.apps.map(async (app) => (await system.openStream(user, undefined, app.url)).synced()),
    );
  });

  it("reaches streams after it is done, never before: the list has all that a stream has shown", async () => {
    const posts = ["a", "b", "c"].map((key) =>
      system.produce({ user_id: user, type: "t", message: key }, { "Idempotency-Key": key }),
    );
    for (let count = 1; count <= posts.length; count++) {
      await Promise.race(streams.map((stream) => stream.until(({ positions }) => positions.length >= count)));
      const [committed] = await system.sql<[{ count: number }]>`
        select count(*)::int from notifications where user_id = ${user}`;
      for (const { positions } of streams) expect(committed.count).toBeGreaterThanOrEqual(positions.length);
    }
    expect((await Promise.all(posts)).map(({ status }) => status)).toEqual([201, 201, 201]);

    const acknowledged = system.read(user, { through: "3" });
    await Promise.race(streams.map((stream) => stream.until((one) => one.named("read").length === 1)));
    expect(Number((await system.list(user)).headers.get("x-unread-count"))).toBe(0);
    expect((await acknowledged).status).toBe(204);
    for (const stream of streams) stream.close();
  });

  it("never reaches a stream if it fails, and leaves no gap", async () => {
    for (const headers of [{}, { "Idempotency-Key": "again" }]) {
      const refused = await system.produce({ user_id: user, type: "t", message: "refused" }, headers);
      expect(refused.status).toBe(500);
    }
    const id = await system.notify(user, "accepted");
    await Promise.all(streams.map((stream) => stream.until(({ positions }) => positions.length > 0)));
    for (const stream of streams) {
      expect(stream.positions).toEqual([1]);
      expect(stream.named("message")[0]?.data).toContain(id);
      stream.close();
    }
  });
});
