import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { expectProblem } from "@/tests/support/problem";
import { OTHER_PRODUCER_KEY, PRODUCER_KEY } from "@/tests/support/settings";
import type { StreamClient } from "@/tests/support/stream-client";
import { bearer, System } from "@/tests/support/system";

const path = (userId: string): string => `/api/internal/users/${userId}/notifications`;

// Two processes: one is asked to erase, the other has the streams. Without Redis only its sweep can tell it.
describe.each([
  ["Redis", true, {}],
  ["Redis that sees positions only", true, { REDIS_POSITIONS_ONLY: "1" }],
  ["no Redis", false, {}],
])("DELETE /api/internal/users/{id}/notifications with %s", (_, redis, env) => {
  let system: System;
  let user: string;
  let open: StreamClient[];
  let elsewhere: string;

  beforeAll(async () => {
    system = await System.start({ redis, instances: 2, env });
    elsewhere = system.apps[1]?.url ?? "";
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
    open = [];
  });
  afterEach(() => {
    for (const client of open) client.close();
  });

  async function stream(lastEventId?: number): Promise<StreamClient> {
    const client = await system.openStream(user, lastEventId, elsewhere);
    open.push(client);
    return client.synced();
  }

  async function erase(userId = user, key = PRODUCER_KEY): Promise<Response> {
    return system.fetch(path(userId), { method: "DELETE", headers: { Authorization: `Bearer ${key}` } });
  }

  const lastSync = (client: StreamClient): unknown => JSON.parse(client.named("sync").at(-1)?.data ?? "null");

  const incomplete = (position: number, unread = 0): unknown => ({
    type: "SYNC",
    payload: { position: String(position), replayed: 0, complete: false, unread },
  });

  it("answers 204, again when repeated, and leaves no notification", async () => {
    await system.notifyMany(user, 3);
    const response = await erase();
    expect([response.status, await response.text()]).toEqual([204, ""]);
    const list = await system.list(user, "?status=all");
    expect(await list.json()).toEqual([]);
    expect([list.headers.get("x-unread-count"), list.headers.get("x-last-event-id")]).toEqual(["0", "4"]);
    expect((await erase()).status).toBe(204);
    expect((await system.list(user)).headers.get("x-last-event-id")).toBe("4");
  });

  it("answers 204 for somebody who was never notified, and for nobody", async () => {
    expect((await erase()).status).toBe(204);
    expect((await erase(crypto.randomUUID())).status).toBe(204);
  });

  it("tells a stream at the head that its list is void, and goes on from there", async () => {
    await system.notifyMany(user, 2);
    const client = await stream(0);
    await erase();
    await client.until(({ events }) => events.at(-1)?.id === "3");
    expect(client.events.at(-1)?.event).toBe("sync");
    expect(lastSync(client)).toEqual(incomplete(3));
    await system.notify(user);
    await client.until(({ positions }) => positions.at(-1) === 4);
    expect(client.positions).toEqual([1, 2, 4]);
    expect(client.named("sync")).toHaveLength(2);
  });

  it("tells a stream that had stalled, once it reads again", async () => {
    await system.notify(user);
    const client = await stream();
    // More than the kernel and the process hold for a client that does not read.
    await system.sql`
      insert into notifications (id, user_id, type, message, created_at, seq)
      select gen_random_uuid(), ${user}, 't', repeat('x', 2000), now(), n from generate_series(2, 10000) as n`;
    await system.sql`update notification_feeds set head_seq = 10000, unread_count = 10000 where user_id = ${user}`;
    await client.until(({ positions }) => positions.length > 0);
    client.pause();
    await erase();
    client.resume();
    await client.until(() => client.named("sync").length === 2);
    expect(lastSync(client)).toEqual(incomplete(10_001));
    const before = client.positions;
    expect(before).toEqual(before.map((__, index) => index + 2));
    expect(before.length).toBeLessThan(9_999);
    await system.notify(user);
    await client.until(({ positions }) => positions.length > before.length);
    expect(client.positions).toEqual([...before, 10_002]);
  });

  it("tells a client that comes back with an older position, be it the last one before", async () => {
    await system.notifyMany(user, 3);
    await erase();
    await system.notify(user);
    for (const position of [0, 2, 3]) {
      const client = await stream(position);
      expect(lastSync(client)).toEqual(incomplete(5, 1));
      expect(client.positions).toEqual([]);
    }
  });

  it("leaves a client that knows of it already, and a new one, alone", async () => {
    await system.notifyMany(user, 3);
    await erase();
    await system.notify(user);
    const payload = { position: "5", complete: true, unread: 1 };
    expect(lastSync(await stream(4))).toMatchObject({ payload: { ...payload, replayed: 1 } });
    expect(lastSync(await stream())).toMatchObject({ payload: { ...payload, replayed: 0 } });
  });

  it("says in the log by whom and how many, and neither whose nor what", async () => {
    await system.notify(user, "a secret of theirs");
    await system.notify(user, "another one");
    await erase(user, OTHER_PRODUCER_KEY);
    const log = (): string => system.apps[0]?.log() ?? "";
    // The answer may be here before what the server has written is.
    const line = await vi.waitUntil(() => log().match(/^.*"producer":"other".*$/m)?.[0]);
    expect(JSON.parse(line)).toEqual({
      level: "info",
      time: expect.any(String),
      request_id: expect.any(String),
      event: "notifications_erased",
      producer: "other",
      count: 2,
      outcome: "complete",
      msg: "Erased one user's notifications.",
    });
    expect(log()).not.toContain(user);
    expect(log()).not.toContain("a secret of theirs");
  });

  it("answers 404 to the acknowledgement of what is gone", async () => {
    const id = await system.notify(user);
    await erase();
    await expectProblem(await system.read(user, { id }), 404);
    expect((await system.read(user, { through: "1" })).status).toBe(204);
  });

  it("answers 400 naming the id that is none", async () => {
    const problem = await expectProblem(await erase("ada"), 400);
    expect(problem.errors).toEqual([{ path: "id", message: "must be a UUID" }]);
  });

  it("takes an id in capitals", async () => {
    await system.notify(user);
    expect((await erase(user.toUpperCase())).status).toBe(204);
    expect(await (await system.list(user)).json()).toEqual([]);
  });

  it("answers 401 without a producer's key, be it with the user's own session", async () => {
    await system.notify(user);
    await expectProblem(await erase(user, "wrong"), 401);
    await expectProblem(await system.fetch(path(user), { method: "DELETE", headers: await bearer(user) }), 401);
    expect(await (await system.list(user)).json()).toHaveLength(1);
  });

  it("answers 405 to POST", async () => {
    const response = await system.fetch(path(user), { method: "POST" });
    expect(response.headers.get("allow")).toBe("GET, HEAD, DELETE, OPTIONS");
    await expectProblem(response, 405);
  });

  it("tells open streams of a user who is deleted altogether, in under two seconds", async () => {
    await system.notifyMany(user, 2);
    const client = await stream();
    const deletedAt = Date.now();
    await system.sql`delete from users where id = ${user}`;
    await client.until(() => client.named("sync").length === 2);
    expect(Date.now() - deletedAt).toBeLessThan(2_000);
    expect(lastSync(client)).toEqual(incomplete(0));
  });

  it("leaves a repeated request nothing to say of them, and nobody to notify again", async () => {
    const [other] = (await system.addUsers(1)) as [string];
    const send = async (users: readonly string[], key: string): Promise<AppendResponse["notifications"]> => {
      const response = await system.produce({ user_ids: users, type: "t", message: "m" }, { "Idempotency-Key": key });
      expect(response.status).toBe(201);
      return AppendResponse.parse(await response.json()).notifications;
    };
    const [batch, single] = [crypto.randomUUID(), crypto.randomUUID()];
    const first = await send([user, other], batch);
    await send([user], single);
    await erase();
    expect(await send([user, other], batch)).toEqual(first.slice(1));
    expect(await send([user], single)).toEqual([]);
    expect(await (await system.list(user, "?status=all")).json()).toEqual([]);
    expect(await (await system.list(other)).json()).toHaveLength(1);
  });
});
