import { expect, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { upTo } from "@/tests/support/app/stream-client";

import type { Scene } from "./buses.test";

const CONNECTIONS = 10;
const EVENTS = 200;

export function itDelivers(scene: Scene): void {
  it("brings an event from one process to a stream of the other in under two seconds", async () => {
    const { system, user, urls } = scene;
    const client = await (await system.openStream(user, undefined, urls[1])).synced();
    const sentAt = Date.now();
    await system.produce({ user_id: user, type: "t", message: "m" }, {}, urls[0]);
    await client.until(({ positions }) => positions.length === 1);
    expect(client.events.at(-1)?.at).toBeLessThan(sentAt + 2000);
    client.close();
  });

  it("delivers the same bytes live and replayed", async () => {
    const { system, user, urls } = scene;
    const live = await (await system.openStream(user, undefined, urls[1])).synced();
    const id = await system.notify(user);
    await system.produce({ user_id: user, type: "t", message: 'quotes " and \\ and \u2028', link: "/x" });
    await system.read(user, { id });
    await live.until(({ positions }) => positions.length === 3);
    const replayed = await (await system.openStream(user, 0)).synced();
    const frames = [live, replayed].map(({ raw }) =>
      raw.split("\n\n").filter((frame) => !/retry|event: (sync|ping)/.test(frame)),
    );
    expect(frames[1]).toEqual(frames[0]);
    for (const client of [live, replayed]) client.close();
  });

  it(`gives ${EVENTS} events from ${CONNECTIONS} connections gapless positions, and each of three streams all of them, in order, once`, async () => {
    const { system, user, urls } = scene;
    const clients = await Promise.all(
      [urls[0], urls[1], urls[1]].map(async (url) => (await system.openStream(user, undefined, url)).synced()),
    );
    const ids = new Set<string>();
    await Promise.all(
      upTo(CONNECTIONS).map(async (connection) => {
        for (let sent = 0; sent < EVENTS / CONNECTIONS; sent++) {
          const body = { user_id: user, type: "t", message: "m" };
          const response = await system.produce(body, {}, urls[connection % 2]);
          for (const { id } of AppendResponse.parse(await response.json()).notifications) ids.add(id);
        }
      }),
    );
    for (const client of clients) {
      await client.until(({ positions }) => positions.length >= EVENTS);
      expect(client.positions).toEqual(upTo(EVENTS));
      expect(new Set(client.notificationIds)).toEqual(ids);
      client.close();
    }
  });

  it("brings one broadcast to every connected user, once", async () => {
    const { system, urls } = scene;
    const users = await system.addUsers(200);
    const clients = await Promise.all(
      users.map(async (userId, index) => (await system.openStream(userId, undefined, urls[index % 2])).synced()),
    );
    const response = await system.produce({ user_ids: users, type: "t", message: "everybody" });
    const { notifications } = AppendResponse.parse(await response.json());
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length === 1)));
    expect(clients.map(({ notificationIds }) => notificationIds)).toEqual(notifications.map(({ id }) => [id]));
    for (const client of clients) client.close();
  });

  it("loses and repeats nothing for clients that are cut off again and again while events flow", async () => {
    const { system, user, urls } = scene;
    const TOTAL = 200;
    let sending = true;
    const received: number[] = [];
    const client = (async () => {
      for (let round = 0; received.length < TOTAL; round++) {
        const stream = await system.openStream(user, received.at(-1) ?? 0, urls[round % 2]);
        const enough = stream.until(({ positions }) => positions.length >= 1 + (round % 40), sending ? 5000 : 500);
        await enough.catch(() => {});
        stream.close();
        received.push(...stream.positions);
      }
    })();
    await system.notifyMany(user, TOTAL);
    sending = false;
    await client;
    expect(received).toEqual(upTo(TOTAL));
  });
}
