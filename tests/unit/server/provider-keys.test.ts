import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ProblemError } from "@/lib/notifications/problem";

const USER = "0190a1b0-0000-7000-8000-000000000001";
const ISSUER = "https://id.example";
const AUDIENCE = "notifications";
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe("an identity provider that changes its keys", () => {
  let provider: Server;
  let published: JWK[];
  let answer: () => { status: number; body: string };
  let fetches: number;
  let verify: (token: string) => Promise<{ userId: string } | null>;

  beforeEach(async () => {
    published = [];
    fetches = 0;
    answer = () => ({ status: 200, body: JSON.stringify({ keys: published }) });
    provider = createServer((_, response) => {
      fetches += 1;
      const { status, body } = answer();
      response.writeHead(status, { Connection: "close" }).end(body);
    });
    await listen();
    const { port } = provider.address() as AddressInfo;
    vi.stubEnv("DATABASE_URL", "postgresql://localhost/none");
    vi.stubEnv("AUTH_JWKS_URL", `http://127.0.0.1:${port}/keys`);
    vi.stubEnv("AUTH_ISSUER", ISSUER);
    vi.stubEnv("AUTH_AUDIENCE", AUDIENCE);
    vi.stubEnv("DEMO", "0");
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    // Each test has its own keys and configuration.
    vi.resetModules();
    verify = (await import("@/lib/notifications/server/auth/token")).verifyToken;
  });
  afterEach(async () => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    await close();
  });

  const listen = (port = 0): Promise<void> =>
    new Promise((resolve) => void provider.listen(port, "127.0.0.1", () => resolve()));
  const close = (): Promise<void> => new Promise((resolve) => void provider.close(() => resolve()));
  const later = (milliseconds: number): void => void vi.advanceTimersByTime(milliseconds);

  /** Publishes a key and returns a token that it signed, valid for an hour. */
  async function tokenOf(kid: string | undefined, claims: JWTPayload = {}): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    published.push({ ...(await exportJWK(publicKey)), ...(kid !== undefined && { kid }), alg: "ES256" });
    return new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 3600, ...claims })
      .setProtectedHeader({ alg: "ES256", ...(kid !== undefined && { kid }) })
      .setSubject(USER)
      .sign(privateKey);
  }

  async function expectAway(token: string): Promise<void> {
    // Compares names, because each test has its own module.
    const error: unknown = await verify(token).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: ProblemError.name,
      code: "unavailable",
      options: { headers: { "Retry-After": "1" } },
    });
  }

  it("is asked once for many tokens", async () => {
    const token = await tokenOf("first");
    const sessions = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    for (const session of sessions) expect(session?.userId).toBe(USER);
    expect(fetches).toBe(1);
  });

  it("has its new key taken at once, however short after the last look", async () => {
    for (const kid of ["first", "second", "third"]) expect((await verify(await tokenOf(kid)))?.userId).toBe(USER);
    expect(fetches).toBe(3);
  });

  it("is not asked again and again by tokens with keys that nobody has, and still has its next key taken", async () => {
    const first = await tokenOf("first");
    expect(await verify(first)).not.toBeNull();
    const [known] = published;
    const strange = await Promise.all(Array.from({ length: 50 }, (_, index) => tokenOf(`strange-${index}`)));
    published = known ? [known] : [];
    for (const token of [...strange, ...strange]) expect(await verify(token)).toBeNull();
    expect(fetches).toBe(6);
    const next = await tokenOf("next");
    expect((await verify(first))?.userId).toBe(USER);
    later(30 * SECOND);
    expect((await verify(next))?.userId).toBe(USER);
    expect(fetches).toBe(7);
  });

  it("is not asked about expired tokens or those of others, such as an access proxy", async () => {
    expect(await verify(await tokenOf("first"))).not.toBeNull();
    for (const claims of [
      { iss: "https://access.example" },
      { aud: "another app" },
      { aud: ["another app", "a third"] },
      { exp: Math.floor(Date.now() / 1000) - 60 },
    ])
      expect(await verify(await tokenOf("unknown", claims))).toBeNull();
    expect(fetches).toBe(1);
    expect((await verify(await tokenOf("second", { aud: ["another app", AUDIENCE] })))?.userId).toBe(USER);
  });

  it("may leave its keys without names", async () => {
    const tokens = [await tokenOf(undefined), await tokenOf(undefined)];
    for (const token of tokens) expect((await verify(token))?.userId).toBe(USER);
    const forged = await tokenOf(undefined);
    published.pop();
    expect(await verify(forged)).toBeNull();
  });

  it("has its removed key refused within ten minutes", async () => {
    const token = await tokenOf("removed");
    expect(await verify(token)).not.toBeNull();
    published = [];
    await tokenOf("next");
    later(10 * MINUTE);
    expect(await verify(token)).toBeNull();
  });

  it("has its known keys still taken while it is away, and is waited for with unknown ones", async () => {
    const known = await tokenOf("known");
    const unknown = await tokenOf("unknown");
    const [first] = published;
    published = first ? [first] : [];
    expect(await verify(known)).not.toBeNull();
    const { port } = provider.address() as AddressInfo;
    await close();
    later(9 * MINUTE);
    expect((await verify(known))?.userId).toBe(USER);
    await expectAway(unknown);
    later(MINUTE);
    await expectAway(known);
    await listen(port);
    expect((await verify(known))?.userId).toBe(USER);
  });

  it.each([
    ["an error", () => ({ status: 500, body: "" })],
    ["a page", () => ({ status: 200, body: "<html>" })],
    ["no key set", () => ({ status: 200, body: '{"error":"maintenance"}' })],
    ["a redirection", () => ({ status: 302, body: "" })],
  ])("is away, and its users are not signed out, when it answers with %s", async (_, broken) => {
    const token = await tokenOf("first");
    answer = broken;
    await expectAway(token);
  });
});
