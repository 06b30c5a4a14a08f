import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";

const path = (userId: string): string => `/api/internal/users/${userId}/notifications`;

describe("DELETE /api/internal/users/{id}/notifications", () => {
  let system: System;
  let user: string;

  beforeAll(async () => {
    system = await System.inProcess();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  const erase = (userId = user, key = PRODUCER_KEY): Promise<Response> =>
    system.fetch(path(userId), { method: "DELETE", headers: { Authorization: `Bearer ${key}` } });

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

  /** What `sync` says to a client that comes with this position, and the positions that it gets. */
  async function openAt(lastEventId?: number): Promise<{ positions: number[]; sync: unknown }> {
    const client = await (await system.openStream(user, lastEventId)).synced();
    client.close();
    const { payload } = JSON.parse(client.named("sync")[0]?.data ?? "null") as { payload: unknown };
    return { positions: client.positions, sync: payload };
  }

  it("tells a client that comes back with an older position, even the last one before", async () => {
    await system.notifyMany(user, 3);
    await erase();
    await system.notify(user);
    const sync = { position: "5", replayed: 0, complete: false, unread: 1 };
    for (const position of [0, 2, 3]) expect(await openAt(position)).toEqual({ positions: [], sync });
  });

  it("leaves a client that knows of it already, and a new one, alone", async () => {
    await system.notifyMany(user, 3);
    await erase();
    await system.notify(user);
    const sync = { position: "5", complete: true, unread: 1 };
    expect(await openAt(4)).toEqual({ positions: [5], sync: { ...sync, replayed: 1 } });
    expect(await openAt()).toEqual({ positions: [], sync: { ...sync, replayed: 0 } });
  });
});
