import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { StreamEvent } from "@/lib/notifications/contract";
import { expectProblem } from "@/tests/support/app/problem";
import { sendBacklog } from "@/tests/support/app/stalled-reader";
import { StreamClient } from "@/tests/support/app/stream-client";
import { bearer, System } from "@/tests/support/app/system";

describe("GET /api/notifications/stream", () => {
  let system: System;
  let user: string;
  let open: StreamClient[];

  beforeAll(async () => {
    system = await System.start({ env: { MAX_STREAMS_PER_USER: "3" } });
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
    open = [];
  });
  afterEach(() => {
    for (const client of open) client.close();
  });

  async function stream(lastEventId?: string | number, userId = user): Promise<StreamClient> {
    const client = await system.openStream(userId, lastEventId);
    open.push(client);
    return client;
  }

  const head = async (): Promise<Response> =>
    system.fetch("/api/notifications/stream", { method: "HEAD", headers: await bearer(user) });
  const syncOf = (client: StreamClient): unknown => JSON.parse(client.named("sync")[0]?.data ?? "null");

  it("answers with the headers of an event stream that no proxy may hold back", async () => {
    const { response } = await stream();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("private, no-store, no-transform");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("content-encoding")).toBeNull();
  });

  it("starts with the reconnection time, then a sync at the head", async () => {
    await system.notify(user);
    const client = await (await stream()).synced();
    expect(client.raw).toMatch(/^retry: [123]\d{3}\n\nid: 1\nevent: sync\ndata: \{"type":"SYNC","payload":\{/);
    expect(syncOf(client)).toEqual({
      type: "SYNC",
      payload: { position: "1", replayed: 0, complete: true, unread: 1 },
    });
  });

  it("delivers a notification as the default event, in the original envelope, byte for byte", async () => {
    const client = await (await stream()).synced();
    const id = await system.notify(user, "Hello 🔔");
    await client.until(({ positions }) => positions.length === 1);
    const [row] = await system.sql<{ created_at: Date }[]>`select created_at from notifications where id = ${id}`;
    const createdAt = row?.created_at.toISOString();
    expect(client.raw).toContain(
      `id: 1\ndata: {"type":"NOTIFICATION","payload":{"id":"${id}","message":"Hello 🔔","type":"test","created_at":"${createdAt}"}}\n\n`,
    );
    expect(client.named("message")).toHaveLength(1);
  });

  it("delivers a read under its own event name, with the ids that became read only", async () => {
    const ids = [await system.notify(user), await system.notify(user)];
    const client = await (await stream()).synced();
    await system.read(user, { id: ids[0] });
    await system.read(user, { ids });
    await client.until(({ positions }) => positions.length === 2);
    const reads = client.named("read").map(({ id, data }) => [id, StreamEvent.parse(JSON.parse(data)).payload]);
    expect(reads).toEqual([
      ["3", { ids: [ids[0]], read_at: expect.any(String) }],
      ["4", { ids: [ids[1]], read_at: expect.any(String) }],
    ]);
  });

  it("splits a large read into events of 500 ids, each at its own position", async () => {
    await sendBacklog(system, user, 511);
    const client = await (await stream()).synced();
    expect((await system.read(user, { through: "511" })).headers.get("x-last-event-id")).toBe("513");
    await client.until(({ positions }) => positions.length === 2);
    const sizes = client
      .named("read")
      .map(({ data }) => (JSON.parse(data) as { payload: { ids: [] } }).payload.ids.length);
    expect(sizes).toEqual([500, 11]);
    expect(client.positions).toEqual([512, 513]);

    const resumed = await (await stream(512)).synced();
    expect(resumed.positions).toEqual([513]);
  });

  it("replays exactly what came after Last-Event-ID", async () => {
    for (let index = 0; index < 5; index++) await system.notify(user);
    const client = await (await stream(2)).synced();
    expect(client.positions).toEqual([3, 4, 5]);
    expect(syncOf(client)).toMatchObject({ payload: { position: "5", replayed: 3, complete: true, unread: 5 } });
  });

  it("takes ?last_event_id= from a new EventSource, and prefers the header of a reconnecting one", async () => {
    for (let index = 0; index < 4; index++) await system.notify(user);
    const headers = await bearer(user);
    const fromQuery = await StreamClient.open(system.url, headers, "?last_event_id=3");
    const both = await StreamClient.open(system.url, { ...headers, "Last-Event-ID": "2" }, "?last_event_id=0");
    open.push(fromQuery, both);
    expect((await fromQuery.synced()).positions).toEqual([4]);
    expect((await both.synced()).positions).toEqual([3, 4]);
  });

  it("treats an empty Last-Event-ID as none", async () => {
    await system.notify(user);
    const client = await StreamClient.open(system.url, await bearer(user), "?last_event_id=");
    open.push(client);
    expect(syncOf(await client.synced())).toMatchObject({ payload: { replayed: 0, complete: true } });
  });

  it.each(["nonsense", "-1", "1.5", "99", "18446744073709551616", "0x1", "1,2"])(
    "says complete:false to the Last-Event-ID %s, and goes on live",
    async (lastEventId) => {
      await system.notify(user);
      const client = await (await stream(lastEventId)).synced();
      expect(client.response.status).toBe(200);
      expect(syncOf(client)).toEqual({
        type: "SYNC",
        payload: { position: "1", replayed: 0, complete: false, unread: 1 },
      });
      await system.notify(user);
      await client.until(({ positions }) => positions.length === 1);
      expect(client.positions).toEqual([2]);
    },
  );

  it("delivers to each device of a user once, and nothing of anybody else", async () => {
    const [other] = (await system.addUsers(1)) as [string];
    const clients = [await stream(), await stream(), await stream(undefined, other)];
    await Promise.all(clients.map((client) => client.synced()));
    for (let index = 0; index < 20; index++) await system.notify(index % 2 ? user : other);
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length === 10)));
    for (const client of clients) expect(client.positions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const idsOf = (client: StreamClient | undefined): string[] =>
      client?.named("message").map(({ data }) => data) ?? [];
    expect(idsOf(clients[0])).toEqual(idsOf(clients[1]));
    expect(idsOf(clients[0]).filter((data) => idsOf(clients[2]).includes(data))).toEqual([]);
  });

  it("frees its place as soon as the client is gone", async () => {
    for (let round = 0; round < 5; round++) {
      const clients = [await stream(), await stream(), await stream()];
      for (const client of clients) client.close();
      await expect.poll(async () => (await head()).status).toBe(200);
    }
  });

  it("answers 429 with Retry-After to a user's stream too many, by GET and by HEAD", async () => {
    for (let index = 0; index < 3; index++) await (await stream()).synced();
    const { response } = await stream();
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    await expectProblem(response, 429);
    const refused = await head();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, response.headers.get("retry-after")]);
  });

  it("answers HEAD without opening a stream, however often", async () => {
    for (let index = 0; index < 10; index++) {
      const response = await head();
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    }
    expect((await stream()).response.status).toBe(200);
  });
});

describe("a process that has as many streams as it takes", () => {
  it("answers 503 with Retry-After, and still serves everything else", async () => {
    const system = await System.inProcess({ env: { MAX_STREAMS: "2" } });
    try {
      const users = await system.addUsers(3);
      const streams = await Promise.all(users.slice(0, 2).map((userId) => system.openStream(userId)));
      await Promise.all(streams.map((client) => client.synced()));
      const { response } = await system.openStream(users[2] ?? "");
      expect(response.headers.get("retry-after")).toBe("1");
      await expectProblem(response, 503);
      await system.notify(users[2] ?? "");
      expect((await system.list(users[2] ?? "")).headers.get("x-unread-count")).toBe("1");
      expect((await system.read(users[2] ?? "", { through: "1" })).status).toBe(204);
      expect((await system.fetch("/api/health/ready")).status).toBe(200);
      for (const client of streams) client.close();
    } finally {
      await system.stop();
    }
  });
});
