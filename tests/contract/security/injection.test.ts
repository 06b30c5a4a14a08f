import { connect } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";

/** What ends a line somewhere: in HTTP, in an event stream, in JavaScript, in a log, in C. */
const LINE_ENDS = {
  CR: "\r",
  LF: "\n",
  CRLF: "\r\n",
  "U+2028": "\u2028",
  "U+2029": "\u2029",
  "U+0085": "\u0085",
  NUL: "\0",
};

/** What would be an event, or a line of the log, if it stood on a line of its own. */
const forged = (end: string): string =>
  `a${end}${end}id: 999${end}event: sync${end}data: forged${end}${end}{"level":"error","msg":"forged"}${end}X-Forged: yes`;

const SQL = [
  "' or '1'='1",
  "'; drop table notifications; --",
  "1); delete from users; --",
  "\\'; select pg_sleep(9); --",
  "$1",
  "{},{}",
  "' union select id, name from users --",
];

describe("what a field says", () => {
  let system: System;
  let user: string;
  let other: string;

  beforeAll(async () => {
    system = await System.start({ env: { LOG_LEVEL: "debug" } });
    [user, other] = (await system.addUsers(2)) as [string, string];
    await system.notify(other, "somebody else's");
  });
  afterAll(() => system.stop());

  it.each(Object.entries(LINE_ENDS))("stays in one frame of the stream, live and replayed: %s", async (name, end) => {
    const [reader] = (await system.addUsers(1)) as [string];
    const live = await (await system.openStream(reader)).synced();
    const event = { user_id: reader, type: "t", message: forged(end) };
    const [sent, ...refused] = await Promise.all([
      system.produce(event),
      system.produce({ ...event, message: "m", type: forged(end) }),
      system.produce({ ...event, message: "m", link: `/${forged(end)}` }),
      system.produce({ ...event, message: "m", link: `https://a.test/${forged(end)}` }),
      system.produce({ ...event, user_id: reader + end }),
      system.produce({ ...event, [`x${end}y`]: 1 }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 400));
    expect(sent.status).toBe(name === "NUL" ? 400 : 201);
    await system.notify(reader, "last");

    const count = name === "NUL" ? 1 : 2;
    await live.until(({ positions }) => positions.length === count);
    const replayed = await (await system.openStream(reader, 0)).synced();
    for (const client of [live, replayed]) {
      const kinds = client.events.map(({ event: kind }) => kind).filter((kind) => kind !== "ping");
      expect(kinds.toSorted()).toEqual([...Array<string>(count).fill("message"), "sync"]);
      const messages = client
        .named("message")
        .map(({ data }) => (JSON.parse(data) as { payload: { message: string } }).payload.message);
      expect(messages).toEqual(name === "NUL" ? ["last"] : [event.message, "last"]);
      // A client of the specification ends lines at CR as well.
      expect(client.raw).not.toContain("\r");
      client.close();
    }
  });

  it.each(Object.entries(LINE_ENDS))("adds no header to an answer, and no line to the log: %s", async (_, end) => {
    const encoded = encodeURIComponent(forged(end));
    const headers = await bearer(user);
    const paths = [
      `/api/notifications?before=${encoded}`,
      `/api/notifications?user=${encoded}`,
      `/api/notifications?status=${encoded}&limit=${encoded}`,
      `/api/notifications?${encoded}=1`,
      `/api/${encoded}`,
      `/sign-in?next=%2F${encoded}`,
    ];
    for (const path of paths) {
      const response = await system.fetch(path, { headers, redirect: "manual" });
      expect(response.status).toBeLessThan(500);
      expect(response.headers.has("x-forged")).toBe(false);
    }
    const stream = await system.fetch(`/api/notifications/stream?last_event_id=${encoded}`, { headers });
    expect([stream.status, stream.headers.has("x-forged")]).toEqual([200, false]);
    await stream.body?.cancel();
    const erased = await system.fetch(`/api/internal/users/${encoded}/notifications`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${PRODUCER_KEY}` },
    });
    expect(erased.status).toBe(400);
    expectNothingForged();
  });

  it.each(Object.entries(LINE_ENDS))("in a header is refused, or is text: %s", async (_, end) => {
    for (const [name, path] of [
      ["X-Request-Id", "/api/health/live"],
      ["Last-Event-ID", "/api/notifications/stream"],
      ["If-None-Match", "/api/notifications"],
      ["Idempotency-Key", "/api/notifications"],
      ["Origin", "/api/notifications"],
    ] as const) {
      const answer = await answerTo(`GET ${path} HTTP/1.1\r\nHost: x\r\n${name}: a${end}X-Forged: yes\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 [24]/);
      expect(answer).not.toMatch(/^x-forged/im);
    }
    expectNothingForged();
  });

  it.each(SQL)("is data to Postgres, wherever it stands: %s", async (text) => {
    const before = await state();
    const encoded = encodeURIComponent(text);
    const headers = await bearer(user);
    const producer = { Authorization: `Bearer ${PRODUCER_KEY}` };
    const body = { user_id: user, type: "t", message: "m" };
    const refused = [
      ...["before", "status", "limit", "user", "page"].map((name) => system.list(user, `?${name}=${encoded}`)),
      system.read(user, { id: text }),
      system.read(user, { ids: [text] }),
      system.read(user, { through: text }),
      system.produce({ ...body, user_id: text }),
      system.produce({ user_ids: [user, text], type: "t", message: "m" }),
      system.produce({ ...body, type: text }),
      system.produce({ ...body, link: text }),
      system.produce(body, { "Idempotency-Key": `${text} x` }),
      system.fetch("/api/notifications", { headers: { Authorization: `Bearer ${text}` } }),
      system.fetch("/api/notifications", { headers: { Cookie: `session=${text}` } }),
      system.fetch(`/api/internal/users/${encoded}/notifications`, { method: "DELETE", headers: producer }),
      system.fetch("/api/session", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user_id: text }),
      }),
    ];
    for (const response of await Promise.all(refused)) expect([400, 401]).toContain(response.status);
    for (const headersOfStream of [{ ...headers, "Last-Event-ID": text }, headers]) {
      const query = `?last_event_id=${encoded}`;
      const stream = await system.fetch(`/api/notifications/stream${query}`, { headers: headersOfStream });
      expect(stream.status).toBe(200);
      await stream.body?.cancel();
    }
    expect(await state()).toEqual(before);

    const [reader] = (await system.addUsers(1)) as [string];
    const key = { "Idempotency-Key": text.replaceAll(" ", "/**/") };
    expect((await system.produce({ ...body, user_id: reader, message: text, link: `/${encoded}` }, key)).status).toBe(
      201,
    );
    expect(await (await system.list(reader)).json()).toEqual([
      expect.objectContaining({ message: text, link: `/${encoded}` }),
    ]);
  });

  /** All there is, but for the users that tests add. */
  async function state(): Promise<unknown> {
    const notifications =
      await system.sql`select user_id, message, read_at from notifications where user_id in (${user}, ${other})`;
    const [users] = await system.sql`select count(*)::int as users from users`;
    return { notifications, users };
  }

  function expectNothingForged(): void {
    const lines = system.apps[0]?.log().split("\n") ?? [];
    const json = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as { msg: string });
    expect(json.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes("forged"))).toEqual([]);
  }

  /** The head of the answer to bytes that no HTTP client would send; what there was of it when the server hung up. */
  async function answerTo(head: string): Promise<string> {
    const { Authorization } = await bearer(user);
    const socket = connect(Number(new URL(system.url).port), "localhost");
    socket.write(`${head}Authorization: ${Authorization}\r\nConnection: close\r\n\r\n`);
    let answer = "";
    for await (const chunk of socket.setEncoding("latin1")) {
      answer += String(chunk);
      if (answer.includes("\r\n\r\n")) break;
    }
    return answer.split("\r\n\r\n")[0] ?? "";
  }
});
