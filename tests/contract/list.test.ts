import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { token } from "@/tests/support/app/settings";
import { ADA, bearer, System } from "@/tests/support/app/system";

describe("GET /api/notifications", () => {
  let system: System;
  let user: string;
  let messages: string[];

  beforeAll(async () => {
    system = await System.inProcess();
    [user] = (await system.addUsers(1)) as [string];
    messages = Array.from({ length: 7 }, (_, index) => `message ${index + 1}`);
    for (const message of messages) await system.notify(user, message);
  });
  afterAll(() => system.stop());

  const shown = async (response: Response): Promise<string[]> =>
    ((await response.json()) as { message: string }[]).map(({ message }) => message);

  it("lists unread notifications, newest first, as the payload contract has them", async () => {
    const response = await system.list(user);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("x-unread-count")).toBe("7");
    expect(response.headers.get("x-last-event-id")).toBe("7");
    expect(response.headers.get("link")).toBeNull();
    const list = (await response.json()) as Record<string, string>[];
    expect(list.map(({ message }) => message)).toEqual(messages.toReversed());
    for (const entry of list) {
      expect(Object.keys(entry).toSorted()).toEqual(["created_at", "id", "message", "type"]);
      expect(entry["id"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(entry["created_at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  it("pages through everything once, following Link", async () => {
    const seen: string[] = [];
    let pages = 0;
    for (let query: string | undefined = "?limit=3"; query; pages++) {
      const response = await system.list(user, query);
      seen.push(...(await shown(response)));
      query = /<\/api\/notifications(\?[^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    }
    expect(seen).toEqual(messages.toReversed());
    expect(pages).toBe(3);
  });

  it("offers no next page when the last one is exactly full", async () => {
    expect((await system.list(user, "?limit=7")).headers.get("link")).toBeNull();
  });

  it("is empty for a user without any", async () => {
    const [nobody] = (await system.addUsers(1)) as [string];
    const response = await system.list(nobody);
    expect(await response.json()).toEqual([]);
    expect(response.headers.get("x-unread-count")).toBe("0");
    expect(response.headers.get("x-last-event-id")).toBe("0");
  });

  it("shows read ones, and when, with status=all only", async () => {
    const [reader] = (await system.addUsers(1)) as [string];
    const first = await system.notify(reader, "first");
    await system.notify(reader, "second");
    await system.read(reader, { id: first });
    expect(await shown(await system.list(reader))).toEqual(["second"]);
    const all = (await (await system.list(reader, "?status=all")).json()) as { read_at: string | null }[];
    expect(all.map(({ read_at }) => read_at)).toEqual([null, expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/)]);
  });

  it("carries a link when the producer gave one", async () => {
    const [reader] = (await system.addUsers(1)) as [string];
    await system.produce({ user_id: reader, type: "t", message: "m", link: "/orders/7?a=b#c" });
    expect(await (await system.list(reader)).json()).toEqual([expect.objectContaining({ link: "/orders/7?a=b#c" })]);
  });

  it("answers 304 while nothing has changed, and 200 when it has", async () => {
    const [reader] = (await system.addUsers(1)) as [string];
    await system.notify(reader);
    const etag = (await system.list(reader)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[^"]+"$/);
    const again = async (tag: string, userId = reader): Promise<Response> =>
      system.fetch("/api/notifications", { headers: { ...(await bearer(userId)), "If-None-Match": tag } });
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await again(tag);
      expect(response.status, tag).toBe(304);
      expect(response.headers.get("etag")).toBe(etag);
      expect(response.headers.get("x-last-event-id")).toBe("1");
      expect(await response.text()).toBe("");
    }
    expect((await again('"other"')).status).toBe(200);
    expect((await again(etag, user)).status).toBe(200);
    await system.notify(reader);
    expect((await again(etag)).status).toBe(200);
  });

  it("answers HEAD like GET, without the body", async () => {
    const response = await system.fetch("/api/notifications", { method: "HEAD", headers: await bearer(user) });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-unread-count")).toBe("7");
  });

  it.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=ten", "limit"],
    ["limit=", "limit"],
    ["status=read", "status"],
    ["before=nonsense", "before"],
    ["before=", "before"],
    ["before=c2VxOjA", "before"],
    ["page=2", "page"],
    ["limit=5&limit=6", "limit"],
  ])("answers 400 to ?%s and names it", async (query, path) => {
    const problem = await expectProblem(await system.list(user, `?${query}`), 400);
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
    expect(problem.errors?.[0]?.message).not.toBe("Invalid input");
  });

  describe("asks who is calling", () => {
    const list = (headers: Record<string, string>): Promise<Response> =>
      system.fetch("/api/notifications", { headers });

    it("and takes a session cookie or a bearer token", async () => {
      const valid = await token({ sub: user });
      expect((await list({ Cookie: `theme=dark; session=${valid}; x=y` })).status).toBe(200);
      expect((await list({ Authorization: `Bearer ${valid}` })).status).toBe(200);
      expect((await list({ Authorization: `bearer ${valid}` })).status).toBe(200);
    });

    it("and takes an id in capitals for the same user", async () => {
      const response = await list(await bearer(user.toUpperCase()));
      expect(response.headers.get("x-unread-count")).toBe("7");
    });

    it("and answers 401 when nobody says so", async () => {
      const response = await list({});
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      await expectProblem(response, 401);
    });

    it.each([
      ["expired", () => token({ sub: ADA, expiresIn: -10 })],
      ["without an end", () => token({ sub: ADA, expiresIn: null })],
      ["without a user", () => token({})],
      ["of somebody who is no user id", () => token({ sub: "admin" })],
      ["signed with another secret", () => token({ sub: ADA, secret: "another secret, also of 32 bytes or more" })],
      ["signed with another algorithm", () => token({ sub: ADA, alg: "HS512", secret: "a".repeat(64) })],
      ["that is not signed", async () => `${btoa('{"alg":"none"}')}.${btoa(`{"sub":"${ADA}","exp":9999999999}`)}.`],
      ["that is no token", async () => "nonsense"],
    ])("and answers 401 to a token %s", async (_, make) => {
      await expectProblem(await list({ Authorization: `Bearer ${await make()}` }), 401);
      await expectProblem(await list({ Cookie: `session=${await make()}` }), 401);
    });
  });

  it("answers 401 to a page that was made for another user, on every route", async () => {
    const [other] = (await system.addUsers(1)) as [string];
    for (const path of ["/api/notifications", "/api/notifications/stream"]) {
      await expectProblem(await system.fetch(`${path}?user=${other}`, { headers: await bearer(user) }), 401);
    }
    const read = await system.fetch(`/api/notifications/read?user=${other}`, {
      method: "POST",
      headers: { ...(await bearer(user)), "Content-Type": "application/json" },
      body: '{"through":"7"}',
    });
    await expectProblem(read, 401);
    const own = await system.list(user, `?user=${user.toUpperCase()}&limit=3`);
    expect(own.headers.get("x-unread-count")).toBe("7");
    expect(own.headers.get("link")).toContain(`user=${user.toUpperCase()}`);
  });
});
