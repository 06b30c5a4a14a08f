import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { token } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";

const SLOW_CLIENTS = 500;
/** Node looks every half minute for requests whose headers took a minute. */
const HEADERS_END_MS = 120_000;

describe("clients that send a byte now and then (slow-loris)", () => {
  let system: System;
  let user: string;
  let sockets: Socket[];

  beforeAll(async () => {
    system = await System.start();
    [user] = (await system.addUsers(1)) as [string];
    sockets = [];
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await system.stop();
  });

  async function open(head: string): Promise<Socket> {
    const socket = connect(Number(new URL(system.url).port), "localhost");
    sockets.push(socket);
    socket.on("error", () => {
      // The server hanging up is what is waited for.
    });
    await once(socket, "connect");
    socket.resume().write(head);
    return socket;
  }

  it(
    "with headers are cut off, with bodies hold a connection each, and neither is in anybody's way",
    { timeout: 2 * HEADERS_END_MS },
    async () => {
      const session = await token({ sub: user });
      const slow = await Promise.all(
        Array.from({ length: SLOW_CLIENTS }, () => open("GET /api/notifications HTTP/1.1\r\nHost: x\r\nX-Slow: ")),
      );
      for (let index = 0; index < SLOW_CLIENTS; index++)
        await open(
          `POST /api/notifications/read HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${session}\r\n` +
            'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"through":',
        );
      const closed = Promise.all(slow.map((socket) => once(socket, "close")));
      const drip = setInterval(() => {
        for (const socket of slow) if (!socket.destroyed) socket.write("x");
      }, 5_000);
      const stream = await (await system.openStream(user)).synced();
      const headers = await bearer(user);
      let asked = 0;
      const others = setInterval(() => {
        asked += 1;
        void system.fetch("/api/notifications", { headers }).then(async (response) => {
          statuses.push(response.status);
          await response.arrayBuffer();
        });
      }, 250);
      const statuses: number[] = [];
      try {
        await closed;
      } finally {
        clearInterval(drip);
        clearInterval(others);
      }
      await system.notify(user, "after all");
      await stream.until(({ positions }) => positions.length === 1);
      await expect.poll(() => statuses.length).toBe(asked);
      expect(new Set(statuses)).toEqual(new Set([200]));
      stream.close();
    },
  );
});
