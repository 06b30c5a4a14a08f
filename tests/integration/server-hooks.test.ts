import { readdirSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { guard } from "@/lib/dev/guardian";
import { startServerProcess, type ServerProcess } from "@/tests/support/app/server-process";
import { SUITE_SETTINGS, token } from "@/tests/support/app/settings";
import { StreamClient } from "@/tests/support/app/stream-client";
import { ADA, System } from "@/tests/support/app/system";

/** What a JDK's HttpClient sends with the first request on a connection, and a browser for a WebSocket. */
const UPGRADES = {
  h2c: "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n",
  websocket:
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
};
type Protocol = keyof typeof UPGRADES;

const SETTLES = { timeout: 10_000, interval: 50 };

/** A request on a connection of its own, with all that has come back so far. */
class RawRequest {
  received = "";
  closed = false;
  readonly socket: Socket;

  constructor(url: string, start: string, headers: string, body = "") {
    this.socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", allowHalfOpen: true });
    this.socket.on("data", (chunk: Buffer) => (this.received += chunk.toString()));
    this.socket.on("error", () => {});
    this.socket.on("end", () => (this.closed = true));
    this.socket.write(`${start} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n${body}`);
  }

  async status(): Promise<number> {
    await vi.waitUntil(() => this.closed || this.received.includes("\r\n\r\n"), SETTLES);
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.received)?.[1]);
  }
}

function descriptors({ pid }: ServerProcess): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

describe("a request that offers to upgrade", () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start();
  });
  afterAll(() => system.stop());

  it.each<[Protocol, string, number]>([
    ["h2c", "GET /api/health/live", 200],
    ["h2c", "GET /api/notifications", 401],
    ["h2c", "POST /api/internal/notifications", 401],
    ["h2c", "GET /no-such", 404],
    ["h2c", "GET /api/no-such", 404],
    ["websocket", "GET /api/health/live", 200],
    ["websocket", "GET /sign-in", 200],
    ["websocket", "GET /no-such", 404],
    ["websocket", "GET /_next/hmr", 404],
    ["websocket", "GET /_next/static/no-such.js", 404],
  ])("%s: %s is answered %i, and leaves no socket behind", async (protocol, start, status) => {
    const [app] = system.apps as [ServerProcess];
    const before = descriptors(app);
    const headers = `${UPGRADES[protocol]}Content-Type: application/json\r\nContent-Length: 2\r\n`;
    const requests = Array.from({ length: 20 }, () => new RawRequest(app.url, start, headers, "{}"));
    for (const request of requests) expect(await request.status()).toBe(status);
    for (const { socket } of requests) socket.end();
    await vi.waitUntil(() => descriptors(app) <= before, SETTLES);
    for (const { socket } of requests) socket.destroy();
  });

  it("is served over HTTP/1.1 with its body, and so is the next one on the connection", async () => {
    const [app] = system.apps as [ServerProcess];
    const body = JSON.stringify({ user_id: ADA });
    const headers = `${UPGRADES.h2c}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    const request = new RawRequest(app.url, "POST /api/session", headers, body);
    expect(await request.status()).toBe(204);
    request.received = "";
    request.socket.write("GET /api/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await request.status()).toBe(200);
    request.socket.destroy();
  });
});

/** When one of these fails, Next has changed: look whether the hook that it stands for can go. */
describe("the same server without our hooks", () => {
  let folder: string;
  let letGo: () => Promise<void>;
  let server: ServerProcess;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "notifications-without-hooks-"));
    letGo = guard({ folder });
    await cp(".next/standalone", folder, { recursive: true });
    await rm(path.join(folder, ".next/server/instrumentation.js"));
    const settings = { ...SUITE_SETTINGS, DATABASE_URL: "postgresql://127.0.0.1:1/none" };
    server = await startServerProcess(() => [path.join(folder, "server.js")], settings, { health: "/api/health/live" });
  });
  afterAll(async () => {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
    await letGo();
  });

  const answers = async (): Promise<void> => {
    for (let count = 0; count < 20; count++) expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);
  };

  it("ends the connection of a route's upgrade without an answer", async () => {
    const request = new RawRequest(server.url, "GET /api/health/live", UPGRADES.h2c);
    await vi.waitUntil(() => request.closed, SETTLES);
    expect(request.received).toBe("");
    request.socket.destroy();
  });

  it("never answers any other upgrade, and keeps its socket when the client has gone", async () => {
    await answers();
    const before = descriptors(server);
    const requests = Array.from({ length: 20 }, () => new RawRequest(server.url, "GET /no-such", UPGRADES.websocket));
    await vi.waitUntil(() => descriptors(server) >= before + requests.length, SETTLES);
    await answers();
    for (const { socket } of requests) socket.destroy();
    await answers();
    expect(requests.map(({ received }) => received).join("")).toBe("");
    expect(descriptors(server)).toBeGreaterThanOrEqual(before + requests.length);
  });

  // Last: the server does not survive it.
  it("refuses everybody as soon as it is asked to stop, and waits for a stream that nobody ends", async () => {
    const stream = await StreamClient.open(server.url, { Authorization: `Bearer ${await token({ sub: ADA })}` });
    await stream.until(({ raw }) => raw.startsWith("retry: "));
    process.kill(server.pid, "SIGTERM");
    const isRefused = (): Promise<boolean> =>
      fetch(`${server.url}/api/health/live`).then(
        () => false,
        () => true,
      );
    await vi.waitUntil(isRefused, SETTLES);
    // Signal 0 asks whether the process is there.
    expect(process.kill(server.pid, 0)).toBe(true);
    expect(stream.raw).toMatch(/^retry: \d+\n\n$/);
    stream.close();
  });
});
