/** What makes the comparison of `npm run bench` fair: all contenders do the same work, by the same requests. */
import { randomUUID } from "node:crypto";

import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import type { Contender } from "@/tests/load/bench/contender";
import { betterSse } from "@/tests/load/peers/better-sse/contender";
import { nchan } from "@/tests/load/peers/nchan/contender";
import { ours, oursBehindProxy } from "@/tests/load/peers/ours/contender";
import { socketIo } from "@/tests/load/peers/socket-io/contender";
import { webSocketDesign } from "@/tests/load/peers/websocket/contender";
import { createDatabase } from "@/tests/support/postgres";
import type { TestDatabase } from "@/tests/support/postgres-server";
import { PRODUCER_KEY, token } from "@/tests/support/settings";

import { Client } from "./client";

describe.each([ours, oursBehindProxy, webSocketDesign, betterSse, socketIo, nchan])("$name", (kind) => {
  let database: TestDatabase;
  let contender: Contender;
  const clients: Client[] = [];

  beforeAll(async () => {
    database = await createDatabase();
    contender = await kind.start({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  afterAll(async () => {
    await contender.stop();
    await database.drop();
  });

  it("delivers what is accepted to the user's client, once and in order, and nothing of others", async () => {
    const [userId, other] = await addUsers(2);
    const client = await open(userId);
    const first = await notify([userId]);
    const [, second] = await notify([other, userId]);
    const third = await notify([userId]);
    await received(client, third);
    expect(client.ids).toEqual([...first, second, ...third]);
  });

  it("delivers to every device of a user", async () => {
    const [userId] = await addUsers(1);
    const devices = await Promise.all([open(userId), open(userId)]);
    const ids = await notify([userId]);
    for (const device of devices) {
      await received(device, ids);
      expect(device.ids).toEqual(ids);
    }
  });

  it("delivers one request to many, each with the id of the answer", async () => {
    const users = await addUsers(20);
    const devices = await Promise.all(users.map((userId) => open(userId)));
    const ids = await notify(users);
    for (const [index, device] of devices.entries()) {
      await received(device, ids.slice(index, index + 1));
      expect(device.ids).toEqual([ids[index]]);
    }
  });

  it("replays what a client missed, once and in order, and goes on", async () => {
    const [userId] = await addUsers(1);
    const before = await open(userId);
    await received(before, await notify([userId]));
    before.close();
    const missed = [...(await notify([userId])), ...(await notify([userId])), ...(await notify([userId]))];
    const after = await open(userId, before.cursor);
    const live = await notify([userId]);
    await received(after, live);
    expect(after.ids).toEqual([...missed, ...live]);
  });

  it("refuses clients without a valid session", async () => {
    const [userId = ""] = await addUsers(1);
    const forged = await token({ sub: userId, secret: "somebody else's secret, of 32 bytes or more" });
    await expect(Client.open(kind, contender.url, {})).rejects.toThrow(/401|Unauthorized/);
    await expect(Client.open(kind, contender.url, { token: forged })).rejects.toThrow(/401|Unauthorized/);
  });

  it("refuses producers without a key, and what is not valid", async () => {
    const [userId] = await addUsers(1);
    const client = await open(userId);
    const body = { user_id: userId, type: "test", message: "Hello" };
    expect((await produce(body, "not-a-key")).status).toBe(401);
    expect((await produce({ ...body, message: "" })).status).toBe(400);
    expect((await produce({ ...body, message: "x".repeat(1024 * 1024) })).status).toBe(413);
    const ids = await notify([userId]);
    await received(client, ids);
    expect(client.ids).toEqual(ids);
  });

  async function addUsers(count: number): Promise<string[]> {
    const users = Array.from({ length: count }, () => randomUUID());
    const sql = postgres(database.url, { max: 1 });
    await sql`insert into users select unnest(${users}::uuid[]), 'somebody'`;
    await sql.end();
    return users;
  }

  async function open(userId = "", cursor?: string): Promise<Client> {
    const client = await Client.open(kind, contender.url, { token: await token({ sub: userId }), cursor });
    clients.push(client);
    return client;
  }

  async function produce(body: object, key = PRODUCER_KEY): Promise<Response> {
    return fetch(`${contender.url}/api/internal/notifications`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Ids in the order of the users. */
  async function notify(users: readonly (string | undefined)[]): Promise<string[]> {
    const response = await produce({ user_ids: users, type: "test", message: "Hello" });
    expect(response.status).toBe(201);
    const { notifications } = AppendResponse.parse(await response.json());
    expect(notifications.map(({ user_id }) => user_id)).toEqual(users);
    return notifications.map(({ id }) => id);
  }

  async function received(client: Client, ids: readonly string[]): Promise<void> {
    await vi.waitUntil(() => ids.every((id) => client.ids.includes(id)), { timeout: 10_000 });
  }
});
