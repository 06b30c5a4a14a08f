import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";

const MIB = 1024 * 1024;
const DEPTH = 100_000;
const CONTENT = '"type":"t","message":"m"';

describe("a body that is meant to do harm", () => {
  let system: System;
  let user: string;

  beforeAll(async () => {
    system = await System.start();
    [user] = (await system.addUsers(1)) as [string];
  });
  afterAll(() => system.stop());

  const unread = async (): Promise<string | null> => (await system.list(user)).headers.get("x-unread-count");

  it("that is cut short is not worth a line of the log", async () => {
    const [app] = system.apps;
    const before = app?.log();
    const socket = connect(Number(new URL(system.url).port), "localhost");
    socket.write(
      `POST /api/internal/notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${PRODUCER_KEY}\r\n` +
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{ ",
    );
    await once(socket, "connect");
    await delay(200);
    socket.destroy();
    await delay(500);
    expect(app?.log()).toBe(before);
  });

  it("without an end is cut off after 2 MiB, and answered 413", async () => {
    const socket = connect(Number(new URL(system.url).port), "localhost");
    const answer: string[] = [];
    socket.setEncoding("latin1").on("data", (chunk) => answer.push(String(chunk)));
    socket.on("error", () => {
      // What is still on its way when the server hangs up.
    });
    const closed = new Promise<void>((resolve) => void socket.on("close", () => resolve()));
    socket.write(
      `POST /api/internal/notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${PRODUCER_KEY}\r\n` +
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    const chunk = `10000\r\n${" ".repeat(0x1_00_00)}\r\n`;
    let sent = 0;
    for (; !socket.destroyed && answer.length === 0 && sent < 64 * MIB; sent += chunk.length)
      if (!socket.write(chunk))
        await Promise.race([new Promise<void>((resolve) => void socket.once("drain", resolve)), closed]);
    await closed;
    expect(answer.join("")).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeLessThan(64 * MIB);
  });

  it("for a page, and never complete, is not kept", async () => {
    const resident = async (): Promise<number> => {
      const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
      const metrics = await (await system.fetch("/api/metrics", { headers })).text();
      return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
    };
    const before = await resident();
    const size = 9.9 * MIB;
    const sockets = Array.from({ length: 40 }, () => connect(Number(new URL(system.url).port), "localhost"));
    const sent = sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          socket.on("error", reject);
          socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${Math.floor(size)}\r\n\r\n`);
          socket.write(Buffer.alloc(Math.floor(size) - 1), () => resolve());
        }),
    );
    await Promise.all(sent);
    // What passes through takes some memory for a while; what is kept would take all of it.
    expect((await resident()) - before).toBeLessThan((sockets.length * size) / 2);
    for (const socket of sockets) socket.destroy();
  });

  it("that was refused unread leaves the connection usable", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (path: string, method: string, body = ""): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { Authorization: `Bearer ${PRODUCER_KEY}`, "Content-Type": "application/json" };
        request(`${system.url}${path}`, { agent, method, headers }, (response) => {
          response.resume().on("end", () => resolve(response.statusCode));
        })
          .on("error", reject)
          .end(body);
      });
    const huge = " ".repeat(3 * 1024 * 1024);
    expect(await send("/api/internal/notifications", "POST", huge)).toBe(413);
    expect(await send("/api/health/live", "GET")).toBe(200);
    expect(await send("/api/notifications/read", "POST", huge)).toBe(401);
    expect(await send("/api/health/live", "GET")).toBe(200);
    expect(await send("/api/health/live", "POST", huge)).toBe(405);
    expect(await send("/api/health/live", "GET")).toBe(200);
    agent.destroy();
  });

  it("that would grow when it is unpacked is not unpacked", async () => {
    const bomb = gzipSync(`{"user_id":"${user}",${CONTENT}}`.padEnd(16 * MIB, " "));
    const headers = { Authorization: `Bearer ${PRODUCER_KEY}`, "Content-Type": "application/json" };
    for (const encoding of ["gzip", "x-gzip", "deflate, gzip", "br"]) {
      const init = { method: "POST", headers: { ...headers, "Content-Encoding": encoding }, body: bomb };
      await expectProblem(await system.fetch("/api/internal/notifications", init), 415);
    }
  });

  it.each([
    ["arrays", "[", "]"],
    ["objects", '{"a":', "}"],
  ])("of 100,000 nested %s is answered 400, wherever they stand", async (_, open, close) => {
    const deep = `${open.repeat(DEPTH)}1${close.repeat(DEPTH)}`;
    for (const body of [
      deep,
      `{"user_id":${deep},${CONTENT}}`,
      `{"user_ids":[${deep}],${CONTENT}}`,
      `{"user_id":"${user}","type":"t","message":${deep}}`,
      `{"user_id":"${user}",${CONTENT},"x":${deep}}`,
    ])
      await expectProblem(await system.produce(body), 400);
    const headers = { ...(await bearer(user)), "Content-Type": "application/json" };
    const read = await system.fetch("/api/notifications/read", { method: "POST", headers, body: `{"ids":${deep}}` });
    await expectProblem(read, 400);
  });

  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])(
    "with the field %s is refused, and changes nothing for the next one",
    async (name) => {
      for (const value of [`{"user_id":"${user}",${CONTENT}}`, '{"link":"/x"}', "null", '"x"'])
        await expectProblem(await system.produce(`{"user_id":"${user}",${CONTENT},"${name}":${value}}`), 400);
      await expectProblem(await system.produce(`{"${name}":{"user_id":"${user}",${CONTENT}}}`), 400);
      // Next leaves this one out of the address before anybody sees it.
      expect((await system.list(user, `?${name}=1`)).status).toBe(name === "__proto__" ? 200 : 400);
      await expectProblem(await system.produce("{}"), 400);
      expect(await unread()).toBe("0");
    },
  );

  it("that names a field twice counts as its last one says, and for nobody else", async () => {
    const [first, second] = (await system.addUsers(2)) as [string, string];
    const response = await system.produce(`{"user_id":"${first}","user_id":"${second}",${CONTENT}}`);
    expect(await response.json()).toEqual({ notifications: [expect.objectContaining({ user_id: second })] });
    expect((await system.list(first)).headers.get("x-unread-count")).toBe("0");
  });
});
