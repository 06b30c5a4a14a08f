import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { AppendResponse } from "@/lib/notifications/contract";
import { expectProblem } from "@/tests/support/app/problem";
import { OTHER_PRODUCER_KEY, PRODUCER_KEY } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";

const UNKNOWN = "0190a1b0-0000-7000-8000-00000000dead";

describe("POST /api/internal/notifications", () => {
  let system: System;
  let user: string;
  let other: string;

  beforeAll(async () => {
    system = await System.inProcess();
    [user, other] = (await system.addUsers(2)) as [string, string];
  });
  afterAll(() => system.stop());

  const event = (change: object = {}): object => ({
    user_id: user,
    type: "order.shipped",
    message: "Hello",
    ...change,
  });
  const added = async (response: Response): Promise<AppendResponse["notifications"]> => {
    expect(response.status).toBe(201);
    return ((await response.json()) as AppendResponse).notifications;
  };
  async function rowCount(): Promise<number> {
    const [row] = await system.sql<{ count: number }[]>`select count(*)::int as count from notifications`;
    return row?.count ?? -1;
  }

  it("notifies one user", async () => {
    const [notification, ...rest] = await added(await system.produce(event()));
    expect(rest).toEqual([]);
    expect(notification).toEqual({
      id: expect.stringMatching(/-7[0-9a-f]{3}-/),
      user_id: user,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const listed = (await (await system.list(user)).json()) as { id: string; created_at: string }[];
    expect(listed[0]).toMatchObject({ id: notification?.id, created_at: notification?.created_at });
  });

  it("notifies many users, answering in the order they were named", async () => {
    const users = await system.addUsers(1000);
    const notifications = await added(await system.produce(event({ user_id: undefined, user_ids: users })));
    expect(notifications.map(({ user_id }) => user_id)).toEqual(users);
    expect(new Set(notifications.map(({ id }) => id)).size).toBe(1000);
    const [row] = await system.sql`
      select count(*)::int as feeds from notification_feeds
      where user_id = any(${users}) and head_seq = 1 and unread_count = 1`;
    expect(row).toEqual({ feeds: 1000 });
  });

  it("notifies a user named twice once", async () => {
    const notifications = await added(
      await system.produce(event({ user_id: undefined, user_ids: [user, other, user.toUpperCase()] })),
    );
    expect(notifications.map(({ user_id }) => user_id)).toEqual([user, other]);
  });

  it("answers 422 naming each unknown user, and notifies nobody", async () => {
    const before = await rowCount();
    const problem = await expectProblem(
      await system.produce(event({ user_id: undefined, user_ids: [user, UNKNOWN, other] })),
      422,
    );
    expect(problem.errors).toEqual([{ path: "user_ids.1", message: expect.stringContaining(UNKNOWN) }]);
    const single = await expectProblem(await system.produce(event({ user_id: UNKNOWN })), 422);
    expect(single.errors?.[0]?.path).toBe("user_id");
    expect(await rowCount()).toBe(before);
  });

  describe("with an idempotency key", () => {
    const keyed = (key: string, change: object = {}, producer = PRODUCER_KEY): Promise<Response> =>
      system.produce(event(change), { "Idempotency-Key": key, Authorization: `Bearer ${producer}` });

    it("answers a repeated request with the first answer, and notifies once", async () => {
      const first = await added(await keyed("again"));
      const before = await rowCount();
      expect(await added(await keyed("again"))).toEqual(first);
      expect(await rowCount()).toBe(before);
    });

    it("takes the same fields in another order and spelling for the same request", async () => {
      const first = await added(await keyed("spelling"));
      const respelled = `{ "message":"\\u0048ello","type":"order.shipped",\n"user_id":"${user.toUpperCase()}"}`;
      expect(await added(await system.produce(respelled, { "Idempotency-Key": "spelling" }))).toEqual(first);
    });

    it("answers twenty concurrent retries alike, and notifies once", async () => {
      const before = await rowCount();
      const answers = await Promise.all(Array.from({ length: 20 }, async () => added(await keyed("concurrent"))));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(await rowCount()).toBe(before + 1);
    });

    it.each([
      ["message", { message: "Other" }],
      ["type", { type: "other" }],
      ["link", { link: "/other" }],
      ["recipient", { user_id: "0190a1b0-0000-7000-8000-000000000001" }],
    ])("answers 409 to the same key with another %s, and changes nothing", async (field, change) => {
      await added(await keyed(`reused for ${field}`.replaceAll(" ", "-")));
      const before = await rowCount();
      await expectProblem(await keyed(`reused for ${field}`.replaceAll(" ", "-"), change), 409);
      expect(await rowCount()).toBe(before);
    });

    it("keeps the keys of producers apart", async () => {
      const first = await added(await keyed("mine"));
      const second = await added(await keyed("mine", { message: "Other" }, OTHER_PRODUCER_KEY));
      expect(second[0]?.id).not.toBe(first[0]?.id);
    });

    it("tells no stream again what a repeated request was answered before", async () => {
      const [reader] = (await system.addUsers(1)) as [string];
      await added(await keyed("told-once", { user_id: reader }));
      await system.sql`delete from notification_feeds where user_id = ${reader}`;
      const client = await (await system.openStream(reader, 0)).synced();
      await added(await keyed("told-once", { user_id: reader }));
      await added(await keyed("told-now", { user_id: reader, message: "new" }));
      await client.until(({ positions }) => positions.length > 0);
      expect(
        client
          .named("message")
          .map(({ data }) => (JSON.parse(data) as { payload: { message: string } }).payload.message),
      ).toEqual(["new"]);
      client.close();
    });

    it("leaves the key free after a failure, for the corrected request", async () => {
      await expectProblem(await keyed("corrected", { user_id: UNKNOWN }), 422);
      expect(await added(await keyed("corrected"))).toHaveLength(1);
    });

    it.each(["", "a b", "x".repeat(256)])("answers 400 to the key %j", async (key) => {
      const problem = await expectProblem(await keyed(key), 400);
      expect(problem.errors).toEqual([
        { path: "idempotency-key", message: "must be 1 to 255 visible ASCII characters" },
      ]);
    });
  });

  it.each([
    ["no recipient", { user_id: undefined }, [""]],
    ["both recipients", { user_ids: [] }, ["user_ids", ""]],
    ["a recipient that is no id", { user_id: "ada" }, ["user_id"]],
    [
      "a bad id among many",
      { user_id: undefined, user_ids: ["0190a1b0-0000-7000-8000-000000000001", 7] },
      ["user_ids.1"],
    ],
    ["no type", { type: undefined }, ["type"]],
    ["a bad type", { type: "a b" }, ["type"]],
    ["an empty message", { message: "" }, ["message"]],
    ["a message too long", { message: "x".repeat(2001) }, ["message"]],
    ["a NUL", { message: "a\0b" }, ["message"]],
    ["a number for a message", { message: 7 }, ["message"]],
    ["a link elsewhere", { link: "//evil.test" }, ["link"]],
    ["a script for a link", { link: "javascript:alert(1)" }, ["link"]],
    ["an unknown field", { titel: "typo" }, ["titel"]],
    ["several mistakes", { type: "", message: "", link: "x" }, ["type", "message", "link"]],
  ])("answers 400 to %s, names it, and changes nothing", async (_, change, paths) => {
    const before = await rowCount();
    const problem = await expectProblem(await system.produce(event(change)), 400);
    expect(problem.errors?.map(({ path }) => path)).toEqual(expect.arrayContaining(paths));
    expect(problem.errors?.every(({ message }) => /^(must|is|may|give) /.test(message))).toBe(true);
    for (const { message } of problem.errors ?? []) expect(message).not.toBe("Invalid input");
    expect(await rowCount()).toBe(before);
  });

  it.each([
    ["no JSON", "nonsense"],
    ["nothing", ""],
    ["half of it", '{"user_id":'],
  ])("answers 400 to a body that is %s", async (_, body) => {
    await expectProblem(await system.produce(body), 400);
  });

  it("answers 400 to bytes that are not UTF-8, and to a lone surrogate", async () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0x7d]);
    const response = await system.fetch("/api/internal/notifications", {
      method: "POST",
      headers: { Authorization: `Bearer ${PRODUCER_KEY}`, "Content-Type": "application/json" },
      body: bytes,
    });
    await expectProblem(response, 400);
    await expectProblem(await system.produce(`{"user_id":"${user}","type":"t","message":"a\\ud800"}`), 400);
  });

  it("answers 413 to more than 1 MiB, announced or not, and takes exactly 1 MiB", async () => {
    const exactly = JSON.stringify(event()).padEnd(1024 * 1024, " ");
    expect((await system.produce(exactly)).status).toBe(201);
    await expectProblem(await system.produce(`${exactly} `), 413);

    const chunk = new Uint8Array(64 * 1024).fill(32);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < 20) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const headers = { Authorization: `Bearer ${PRODUCER_KEY}`, "Content-Type": "application/json" };
    const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
    await expectProblem(await system.fetch("/api/internal/notifications", init), 413);
  });

  it.each([
    ["no type", { "Content-Type": "" }],
    ["text", { "Content-Type": "text/plain" }],
    ["a form", { "Content-Type": "application/x-www-form-urlencoded" }],
    ["almost JSON", { "Content-Type": "application/jsonp" }],
    ["compressed JSON", { "Content-Encoding": "gzip" }],
  ])("answers 415 to %s", async (_, headers) => {
    await expectProblem(await system.produce(event(), headers), 415);
  });

  it("takes JSON with a charset", async () => {
    expect((await system.produce(event(), { "Content-Type": "Application/JSON; charset=utf-8" })).status).toBe(201);
  });

  it.each([
    ["no key", {}],
    ["a wrong key", { Authorization: "Bearer wrong" }],
    ["a key too long by one", { Authorization: `Bearer ${PRODUCER_KEY}x` }],
    ["another scheme", { Authorization: `Basic ${PRODUCER_KEY}` }],
    ["an empty key", { Authorization: "Bearer " }],
  ])("answers 401 to %s, before it looks at the body", async (_, headers) => {
    const response = await system.fetch("/api/internal/notifications", {
      method: "POST",
      headers: { "Content-Type": "text/plain", ...headers },
      body: "x",
    });
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    await expectProblem(response, 401);
  });
});
