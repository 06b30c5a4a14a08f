import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY, token } from "@/tests/support/app/settings";
import { StreamClient } from "@/tests/support/app/stream-client";
import { bearer, System } from "@/tests/support/app/system";

const READS = ["/api/notifications", "/api/notifications/stream"];

let system: System;
let user: string;
let other: string;

beforeAll(async () => {
  system = await System.start({ env: { MAX_STREAMS_PER_USER: "2" } });
  [user, other] = (await system.addUsers(2)) as [string, string];
  await system.notify(user, "for one");
});
afterAll(() => system.stop());

describe("with the cookie of somebody's browser", () => {
  /** The status of a request, whose answer is not read further. */
  async function statusOf(path: string, headers: Record<string, string>): Promise<number> {
    const abort = new AbortController();
    const { status } = await system.fetch(path, { headers, signal: abort.signal });
    abort.abort();
    return status;
  }
  const cookie = async (userId = user): Promise<{ Cookie: string }> => ({
    Cookie: `session=${await token({ sub: userId })}`,
  });

  it.each(READS)("another site, or a sibling domain, gets nothing of %s", async (path) => {
    for (const headers of [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { Origin: "https://evil.test" },
      { Origin: "null" },
    ])
      await expectProblem(await system.fetch(path, { headers: { ...(await cookie()), ...headers } }), 403);
    const head = { method: "HEAD", headers: { ...(await cookie()), "Sec-Fetch-Site": "cross-site" } };
    expect((await system.fetch(path, head)).status).toBe(403);
  });

  it.each(READS)("this site's pages, and a person who opens the address, get %s", async (path) => {
    for (const headers of [
      { "Sec-Fetch-Site": "same-origin" },
      { "Sec-Fetch-Site": "none" },
      { Origin: system.url },
      {},
    ])
      await expect.poll(async () => statusOf(path, { ...(await cookie()), ...headers })).toBe(200);
  });

  it("streams that another site asks for leave the user's own room to open one", async () => {
    const refused = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const headers = { ...(await cookie()), "Sec-Fetch-Site": "same-site" };
        return StreamClient.open(system.url, headers);
      }),
    );
    expect(refused.map(({ response }) => response.status)).toEqual(Array(20).fill(403));
    const own = await StreamClient.open(system.url, { ...(await cookie()), "Sec-Fetch-Site": "same-origin" });
    await own.synced();
    own.close();
  });

  it.each([
    ["a list", "GET", "/api/notifications"],
    ["a preflight", "OPTIONS", "/api/notifications/read"],
    ["a stream's head", "HEAD", "/api/notifications/stream"],
    ["a refusal", "GET", "/api/metrics"],
    ["nothing", "GET", "/api/nothing"],
  ])("no answer lets another origin read it: %s", async (_, method, path) => {
    const headers = {
      ...(await bearer(user)),
      Origin: "https://evil.test",
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization, content-type",
    };
    const response = await system.fetch(path, { method, headers });
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  it("session cookies of two users, one perhaps of a sibling domain, are nobody's, on pages too", async () => {
    const tossed = { Cookie: `${(await cookie(other)).Cookie}; ${(await cookie()).Cookie}` };
    await expectProblem(await system.fetch("/api/notifications", { headers: tossed }), 401);
    const page = await system.fetch("/orders", { headers: tossed, redirect: "manual" });
    expect([page.status, page.headers.get("location")]).toEqual([307, "/sign-in?next=%2Forders"]);
    const { Cookie } = await cookie();
    expect(await statusOf("/api/notifications", { Cookie: `${Cookie}; theme=dark; ${Cookie}` })).toBe(200);
  });

  it("a bearer token of ours decides alone, whatever the cookie says, and wherever the request comes from", async () => {
    const both = { ...(await cookie(other)), ...(await bearer(user)), "Sec-Fetch-Site": "cross-site" };
    const listed = await system.fetch("/api/notifications", { headers: both });
    expect(listed.status).toBe(200);
    expect(await listed.json()).toEqual([expect.objectContaining({ message: "for one" })]);
    const forged = { ...(await cookie()), Authorization: "Bearer forged", "Sec-Fetch-Site": "cross-site" };
    await expectProblem(await system.fetch("/api/notifications", { headers: forged }), 403);
  });
});

describe("every answer", () => {
  it.each([
    ["a page", "/sign-in", 200],
    ["an address without a page", "/nothing", 404],
    ["a list", "/api/notifications", 200],
    ["an unchanged list", "/api/notifications", 304],
    ["a refusal", "/api/internal/notifications", 405],
    ["health", "/api/health/live", 200],
    ["metrics", "/api/metrics", 200],
    ["no route", "/api/nothing", 404],
  ])("is typed, kept by no cache, and framed by nobody: %s", async (_, path, status) => {
    const headers: Record<string, string> =
      path === "/api/metrics" ? { Authorization: `Bearer ${PRODUCER_KEY}` } : await bearer(user);
    if (status === 304) headers["If-None-Match"] = (await system.fetch(path, { headers })).headers.get("etag") ?? "";
    const response = await system.fetch(path, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
    expect(response.headers.get("x-powered-by")).toBeNull();
  });

  it("is one user's: lists say what they depend on", async () => {
    expect((await system.list(user)).headers.get("vary")).toMatch(/authorization.*cookie/i);
  });

  it("to a page has a nonce of its own, also where the page is only prefetched", async () => {
    const policies = await Promise.all(
      [{}, {}, { Purpose: "prefetch", "Sec-Purpose": "prefetch" }].map(async (headers) => {
        const page = await system.fetch("/sign-in", { headers });
        const policy = page.headers.get("content-security-policy") ?? "";
        const [, nonce = ""] = /'nonce-([\w-]{36})'/.exec(policy) ?? [];
        const scripts = (await page.text()).match(/<script[^>]*>/g) ?? [];
        expect(scripts.length).toBeGreaterThan(0);
        for (const script of scripts) expect(script).toContain(` nonce="${nonce}"`);
        expect(policy).not.toContain("unsafe");
        return policy;
      }),
    );
    expect(new Set(policies).size).toBe(policies.length);
  });

  it("of the API is no page that could run anything", async () => {
    const policy = (await system.list(user)).headers.get("content-security-policy");
    expect(policy).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});
