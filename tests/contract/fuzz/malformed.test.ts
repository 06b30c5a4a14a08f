import { once } from "node:events";
import { connect } from "node:net";

import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { INTERNALS } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { ADA, System } from "@/tests/support/app/system";
import { expectAlways } from "@/tests/support/random-runs";

import { hostileText } from "./hostile";

const DEADLINE_MS = 20_000;

/** Next answers 500 to a path that cannot be decoded, to the target `*` and to TRACE. A proxy refuses all three. */
function canDecode(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** What Next prints of requests for pages, be they answered or not: a server action that no page has, a body cut short. */
const WORDS_OF_NEXT =
  /^Error: (The Server Reference ID .*|aborted\n {4}at ignore-listed frames \{\n {2}code: 'ECONNRESET'\n\})$/gm;

describe("bytes that are hardly HTTP", () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start();
  });
  afterAll(() => system.stop());

  /** Sends the bytes, ends its side, and returns all that comes back until the server has ended its own. */
  async function exchange(bytes: Buffer): Promise<string> {
    const socket = connect({ port: Number(new URL(system.url).port), host: "localhost", allowHalfOpen: true });
    let received = "";
    const late = setTimeout(() => socket.destroy(new Error(`still open after ${DEADLINE_MS} ms`)), DEADLINE_MS);
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      if (received.includes("text/event-stream")) socket.destroy();
    });
    // A reset is an answer too.
    socket.on(
      "error",
      (error: NodeJS.ErrnoException) => (received += error.code === "ECONNRESET" ? "" : error.message),
    );
    socket.end(bytes);
    await once(socket, "close").finally(() => clearTimeout(late));
    return received;
  }

  const statuses = (received: string): number[] =>
    [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

  const text = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("1", "*", "a b", "chunked", "/api/health/live") },
    hostileText,
  );
  const method = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("GET", "POST", "DELETE", "HEAD") },
    fc.constantFrom("CONNECT", "OPTIONS", "PRI", "get", "QUERY", ""),
    text,
  );
  const target = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        "/api/health/live",
        "/api/notifications",
        "/api/internal/notifications",
        "/api/health/ready",
      ),
    },
    fc.constantFrom(
      "/",
      "//",
      "//evil.test/api",
      "/api/%00",
      "/api/..%2f..%2fetc",
      "/api/notifications/",
      "/api/./x/../y",
      "/api\\x",
      "http://evil.test/api/health/live",
      "/api/notifications?status=%",
      "/_next/static/%2e%2e/x",
      "/_next/image?url=x",
      "/_next/data/x/y.json",
    ),
    text.filter(canDecode).map((more) => `/api/${more}`),
    text.filter(canDecode).map((more) => `/api/internal/users/${more}/notifications`),
    text.map((more) => `/api/notifications?${more}`),
  );
  const header = fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          "Host",
          "Authorization",
          "Content-Type",
          "Content-Length",
          "Transfer-Encoding",
          "Connection",
          "Expect",
          "Upgrade",
          "RSC",
          "Next-Action",
          "Next-Router-State-Tree",
          "X-Forwarded-Host",
          "X-Request-Id",
          "Cookie",
          "Last-Event-ID",
          "X",
        ),
        text,
      )
      .map(([name, value]) => `${name}: ${value}`),
    text,
  );
  const requests = fc
    .record({
      method,
      target,
      version: fc.oneof(
        { weight: 9, arbitrary: fc.constant("HTTP/1.1") },
        fc.constantFrom("HTTP/1.0", "HTTP/2.0", "HTTP/9", ""),
      ),
      host: fc.boolean(),
      headers: fc.array(header, { maxLength: 4 }),
      body: fc.oneof(
        fc.constant(""),
        hostileText,
        fc.constantFrom(
          "{}",
          "0\r\n\r\n",
          "5\r\nhello\r\n0\r\n\r\n",
          "fffffffffffffffff\r\n",
          "-1\r\n",
          "GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        ),
      ),
      end: fc.constantFrom("\r\n", "\r\n", "\n", "\r"),
    })
    .map(({ method, target, version, host, headers, body, end }) => {
      const lines = [
        `${method} ${target} ${version}`,
        ...(host ? ["Host: localhost"] : []),
        `Authorization: Bearer ${PRODUCER_KEY}`,
        ...headers,
      ];
      return Buffer.from(`${lines.join(end)}${end}${end}${body}`);
    });

  it("are answered or cut off, and never with a fault", { timeout: 0 }, async () => {
    let answers = 0;
    await expectAlways(50, fc.array(requests, { minLength: 1, maxLength: 8 }), async (batch) => {
      const received = await Promise.all(batch.map(exchange));
      answers += received.length;
      for (const one of received) {
        expect(statuses(one).filter((status) => status >= 500)).toEqual([]);
        expect(one).not.toContain("still open");
      }
      const problems = received.filter((one) => /^content-type: application\/problem\+json/im.test(one));
      for (const problem of problems) expect(problem).not.toMatch(INTERNALS);
    });
    expect((await system.fetch("/api/health/ready")).status).toBe(200);
    expect(system.apps[0]?.log().replaceAll(WORDS_OF_NEXT, "")).not.toMatch(/Answered 500|⨯|"level":"error"|Error/);
    console.log(`${answers} connections`);
  });

  const inner = "GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

  it.each([
    ["both a length and chunks", `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`],
    ["two lengths", `Content-Length: 5\r\nContent-Length: 50\r\n\r\n${inner}`],
    ["a list of lengths", `Content-Length: 5, 50\r\n\r\n${inner}`],
    ["a signed length", `Content-Length: +5\r\n\r\n${inner}`],
    ["a space before the colon", `Content-Length : 5\r\n\r\n${inner}`],
    ["an encoding that is almost chunked", `Transfer-Encoding: xchunked\r\n\r\n${inner}`],
    ["chunked as the first of two", `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${inner}`],
    ["chunked on a line of its own", `Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${inner}`],
    ["a chunk of no size", `Transfer-Encoding: chunked\r\n\r\nx\r\n${inner}`],
    ["a header without a name", `: x\r\nContent-Length: 5\r\n\r\n${inner}`],
    ["a NUL in a header", `X: a\0b\r\nContent-Length: 5\r\n\r\n${inner}`],
    ["a bare CR in a header", `X: a\rContent-Length: 5\r\n\r\n${inner}`],
  ])("smuggle no second request with %s", async (_, rest) => {
    const head = `POST /api/notifications/read?user=${ADA} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    const received = await exchange(Buffer.from(head + rest, "latin1"));
    expect(received).not.toContain("There is nothing at this address");
    expect(statuses(received)).toHaveLength(1);
    expect(statuses(received)[0]).toBeOneOf([400, 401]);
  });
});
