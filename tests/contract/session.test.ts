import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { ADA, bearer, System } from "@/tests/support/app/system";

/** How a request says where it was sent. */
type Address = Record<string, string>;

const HTTP_ON_THIS_MACHINE: readonly Address[] = [
  { Host: "localhost" },
  { Host: "localhost:3000" },
  { Host: "app.localhost:3000" },
  { Host: "127.0.0.1:3000" },
  { Host: "127.8.9.10" },
  { Host: "[::1]:3000" },
  { Host: "localhost:3000", "X-Forwarded-Proto": "http" },
  { Host: "app-1:3000", "X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "http" },
];

const ELSEWHERE: readonly Address[] = [
  { Host: "example.com" },
  { Host: "example.com", "X-Forwarded-Proto": "http" },
  { Host: "10.0.0.1:3000" },
  { Host: "[fe80::1]:3000" },
  { Host: "localhost.example.com" },
  { Host: "127.0.0.1.example.com" },
  { Host: "notlocalhost" },
  { Host: "localhost@example.com" },
  { Host: "127.0.0.1:3000", "X-Forwarded-Host": "example.com" },
  { Host: "localhost:3000", "X-Forwarded-Proto": "https" },
  { Host: "127.0.0.1:3000", "X-Forwarded-Proto": "HTTPS" },
  { Host: "127.0.0.1:3000", "X-Forwarded-Proto": "https, http" },
  { Host: "127.0.0.1:3000", "X-Forwarded-Host": "example.com, localhost" },
];

const named = (addresses: readonly Address[]): [string, Address][] =>
  addresses.map((headers) => [JSON.stringify(headers), headers]);

describe("/api/session", () => {
  let demo: System;

  beforeAll(async () => {
    demo = await System.start();
  });
  afterAll(() => demo.stop());

  const signIn = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    demo.fetch("/api/session", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  it("signs a demo user in with a cookie that scripts and other sites cannot use", async () => {
    const response = await signIn({ user_id: ADA });
    expect(response.status).toBe(204);
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^session=[\w-]+\.[\w-]+\.[\w-]+; /);
    for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(attribute);
    const list = await demo.fetch("/api/notifications", { headers: { Cookie: cookie.split(";")[0] ?? "" } });
    expect(list.status).toBe(200);
  });

  /** Whether the cookie of a sign-in, and of a sign-out, is one for https alone. */
  async function isSecure(headers: Record<string, string>): Promise<boolean> {
    const { hostname, port } = new URL(demo.url);
    const cookies = await Promise.all(
      ["POST", "DELETE"].map(async (method) => {
        // fetch takes no Host.
        const asked = request({ hostname, port, path: "/api/session", method, headers });
        asked.setHeader("Content-Type", "application/json").end(method === "POST" ? `{"user_id":"${ADA}"}` : "");
        const [answer] = (await once(asked, "response")) as [IncomingMessage];
        expect(answer.resume().statusCode).toBe(204);
        return answer.headers["set-cookie"]?.join() ?? "";
      }),
    );
    const secure = cookies.map((cookie) => cookie.endsWith("; Secure"));
    expect(secure[0]).toBe(secure[1]);
    return secure[0] === true;
  }

  it.each(named(HTTP_ON_THIS_MACHINE))(
    "leaves the cookie to http on this machine, where Safari keeps no Secure one: %s",
    async (_, headers) => {
      expect(await isSecure(headers)).toBe(false);
    },
  );

  it.each(named(ELSEWHERE))("makes the cookie one for https alone everywhere else: %s", async (_, headers) => {
    expect(await isSecure(headers)).toBe(true);
  });

  it("signs out by taking the cookie away", async () => {
    const response = await demo.fetch("/api/session", { method: "DELETE" });
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toMatch(/^session=; .*Max-Age=0/);
  });

  it.each([
    ["nobody", {}, 400],
    ["somebody who is no id", { user_id: "ada" }, 400],
    ["more than a user", { user_id: ADA, admin: true }, 400],
    ["a user who does not exist", { user_id: "0190a1b0-0000-7000-8000-00000000dead" }, 422],
  ])("refuses %s", async (_, body, status) => {
    await expectProblem(await signIn(body), status);
  });

  it("refuses another site", async () => {
    await expectProblem(await signIn({ user_id: ADA }, { "Sec-Fetch-Site": "cross-site" }), 403);
    const headers = { "Sec-Fetch-Site": "cross-site" };
    await expectProblem(await demo.fetch("/api/session", { method: "DELETE", headers }), 403);
  });

  describe("/api/demo/notifications", () => {
    const send = async (body: unknown, headers: Record<string, string>): Promise<Response> =>
      demo.fetch("/api/demo/notifications", {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
      });

    it("does what the internal route does, for a signed-in person", async () => {
      const response = await send({ user_id: ADA, type: "t", message: "m" }, await bearer(ADA));
      expect(response.status).toBe(201);
      expect(await response.json()).toEqual({ notifications: [expect.objectContaining({ user_id: ADA })] });
    });

    it("refuses bad input and strangers, as the internal route does", async () => {
      await expectProblem(await send({ user_id: ADA, type: "", message: "m" }, await bearer(ADA)), 400);
      await expectProblem(await send({ user_id: ADA, type: "t", message: "m" }, {}), 401);
      const producer = { Authorization: `Bearer ${PRODUCER_KEY}` };
      await expectProblem(await send({ user_id: ADA, type: "t", message: "m" }, producer), 401);
    });
  });
});
