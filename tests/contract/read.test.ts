import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { token } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";

describe("POST /api/notifications/read", () => {
  let system: System;
  let user: string;
  let stranger: string;
  let ids: [string, string, string];

  beforeAll(async () => {
    system = await System.inProcess();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    [user, stranger] = (await system.addUsers(2)) as [string, string];
    ids = [await system.notify(user), await system.notify(user), await system.notify(user)];
  });

  async function unread(): Promise<string[]> {
    const list = (await (await system.list(user)).json()) as { id: string }[];
    return list.map(({ id }) => id);
  }

  it("reads one", async () => {
    const response = await system.read(user, { id: ids[1] });
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(response.headers.get("x-last-event-id")).toBe("4");
    expect(await unread()).toEqual([ids[2], ids[0]]);
    const [row] = await system.sql`select read_at, read_seq from notifications where id = ${ids[1]}`;
    expect(row).toEqual({ read_at: expect.any(Date), read_seq: "4" });
  });

  it("reads several at one position", async () => {
    expect((await system.read(user, { ids: [ids[0], ids[2]] })).status).toBe(204);
    expect(await unread()).toEqual([ids[1]]);
    expect((await system.list(user)).headers.get("x-last-event-id")).toBe("4");
  });

  it("reads everything up to a position, and not what came later", async () => {
    expect((await system.read(user, { through: "2" })).status).toBe(204);
    expect(await unread()).toEqual([ids[2]]);
  });

  it.each([
    ["one", () => ({ id: ids[0] })],
    ["several", () => ({ ids: [ids[0], ids[1]] })],
    ["up to a position", () => ({ through: "3" })],
  ])("answers 204 again, and changes nothing, when repeated for %s", async (_, body) => {
    const first = await system.read(user, body());
    const [before] = await system.sql`select read_at from notifications where id = ${ids[0]}`;
    const second = await system.read(user, body());
    expect(second.status).toBe(204);
    expect(second.headers.get("x-last-event-id")).toBe(first.headers.get("x-last-event-id"));
    const [after] = await system.sql`select read_at from notifications where id = ${ids[0]}`;
    expect(after).toEqual(before);
  });

  it("reads 500 at once, repeated ones among them", async () => {
    expect((await system.read(user, { ids: Array(500).fill(ids[0]) })).status).toBe(204);
    expect((await system.list(user)).headers.get("x-unread-count")).toBe("2");
  });

  it("takes an id in capitals", async () => {
    expect((await system.read(user, { id: ids[0].toUpperCase() })).status).toBe(204);
    expect(await unread()).toHaveLength(2);
  });

  it("answers 204 to a position with nothing unread before it", async () => {
    expect((await system.read(stranger, { through: "0" })).status).toBe(204);
  });

  it("answers 404 to an unknown id, naming it, and changes nothing", async () => {
    const unknown = "01a20507-0db3-7748-911e-5929959a9026";
    const problem = await expectProblem(await system.read(user, { ids: [ids[0], unknown] }), 404);
    expect(problem.errors?.map(({ path }) => path)).toEqual(["ids.1"]);
    expect(await unread()).toHaveLength(3);
    await expectProblem(await system.read(user, { id: unknown }), 404);
  });

  it("answers 404 to somebody else's id, the same as to one that does not exist", async () => {
    const problem = await expectProblem(await system.read(stranger, { id: ids[0] }), 404);
    expect(problem.errors).toEqual([{ path: "id", message: "no notification of yours has this id" }]);
    await expectProblem(await system.read(stranger, { ids: [ids[0]] }), 404);
    expect(await unread()).toHaveLength(3);
  });

  it("does not touch another user's with a position", async () => {
    await system.read(stranger, { through: "100" });
    expect(await unread()).toHaveLength(3);
  });

  it.each([
    ["nothing", {}, ""],
    ["two forms", { id: "01a20507-0db3-7748-911e-5929959a9026", through: "1" }, ""],
    ["no ids", { ids: [] }, "ids"],
    ["too many ids", { ids: Array(501).fill("01a20507-0db3-7748-911e-5929959a9026") }, "ids"],
    ["a bad id", { id: "7" }, "id"],
    ["a bad id among others", { ids: ["01a20507-0db3-7748-911e-5929959a9026", "7"] }, "ids.1"],
    ["a number for a position", { through: 3 }, "through"],
    ["a position below zero", { through: "-1" }, "through"],
    ["an unknown field", { id: "01a20507-0db3-7748-911e-5929959a9026", all: true }, "all"],
    ["a list", [], ""],
    ["null", null, ""],
  ])("answers 400 to %s", async (_, body, path) => {
    const problem = await expectProblem(await system.read(user, body), 400);
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
    expect(await unread()).toHaveLength(3);
  });

  describe("with a session cookie", () => {
    async function readWithCookie(headers: Record<string, string>): Promise<Response> {
      return system.fetch("/api/notifications/read", {
        method: "POST",
        headers: { Cookie: `session=${await token({ sub: user })}`, "Content-Type": "application/json", ...headers },
        body: JSON.stringify({ id: ids[0] }),
      });
    }

    it.each([
      ["from this site's pages", () => ({ "Sec-Fetch-Site": "same-origin", Origin: system.url })],
      ["from an older browser on this site", () => ({ Origin: system.url })],
      ["from a proxy's public name", () => ({ Origin: "https://app.example", "X-Forwarded-Host": "app.example" })],
      ["from no page at all", () => ({})],
    ])("accepts a request %s", async (_, headers) => {
      expect((await readWithCookie(headers())).status).toBe(204);
    });

    it.each([
      ["another site", { "Sec-Fetch-Site": "cross-site" }],
      ["a sibling domain", { "Sec-Fetch-Site": "same-site" }],
      ["another site, in an older browser", { Origin: "https://evil.test" }],
      ["a sandboxed frame", { Origin: "null" }],
    ])("answers 403 to a request from %s", async (_, headers) => {
      await expectProblem(await readWithCookie(headers), 403);
      expect(await unread()).toHaveLength(3);
    });
  });
});
