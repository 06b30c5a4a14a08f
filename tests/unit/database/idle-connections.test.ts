import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, it } from "vitest";

import { endIdleConnections } from "@/lib/notifications/server/server-hooks";

const IDLE_MS = 200;

it("a connection whose client reads nothing of a stream that has been cut is closed", async () => {
  endIdleConnections(IDLE_MS);
  let closed = false;
  const server = createServer((request, response) => {
    request.socket.on("close", () => (closed = true));
    const chunk = Buffer.alloc(64 * 1024);
    // More than the kernel keeps for a client that does not read.
    for (let sent = 0; sent < 256; sent++) response.write(chunk);
  }).listen(0);
  try {
    const { port } = server.address() as AddressInfo;
    const response = await new Promise<IncomingMessage>((resolve) => get({ port, agent: false }, resolve));
    response.on("error", () => {}).pause();
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(true);
  } finally {
    server.close();
  }
});
