import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/problem";
import { ADA, bearer, System } from "@/tests/support/system";

const ISSUER = "https://id.example";
const AUDIENCE = "notifications";

describe("with an identity provider's key set", () => {
  let provider: Server;
  let published: JWK[] = [];
  let system: System;

  beforeAll(async () => {
    provider = createServer((_, response) => response.end(JSON.stringify({ keys: published })));
    await new Promise<void>((resolve) => void provider.listen(0, "127.0.0.1", resolve));
    const { port } = provider.address() as AddressInfo;
    system = await System.start({
      env: {
        AUTH_SECRET: "",
        AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys`,
        AUTH_ISSUER: ISSUER,
        AUTH_AUDIENCE: AUDIENCE,
        DEMO: "0",
      },
    });
  });
  afterAll(async () => {
    await system.stop();
    provider.close();
  });

  async function signer(kid: string) {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    published.push({ ...(await exportJWK(publicKey)), kid, alg: "ES256" });
    return (claims: { issuer?: string; audience?: string; subject?: string } = {}): Promise<string> =>
      new SignJWT({})
        .setProtectedHeader({ alg: "ES256", kid })
        .setIssuer(claims.issuer ?? ISSUER)
        .setAudience(claims.audience ?? AUDIENCE)
        .setSubject(claims.subject ?? ADA)
        .setExpirationTime("5m")
        .sign(privateKey);
  }

  const listAs = (token: string): Promise<Response> =>
    system.fetch("/api/notifications", { headers: { Authorization: `Bearer ${token}` } });

  it("takes the provider's tokens, for this audience, from this issuer, and no others", async () => {
    const sign = await signer("first");
    expect((await listAs(await sign())).status).toBe(200);
    await expectProblem(await listAs(await sign({ audience: "another app" })), 401);
    await expectProblem(await listAs(await sign({ issuer: "https://evil.test" })), 401);
    await expectProblem(await listAs(await sign({ subject: "auth0|123" })), 401);

    published = [];
    const forge = await signer("first");
    await expectProblem(await listAs(await forge()), 401);
    await expectProblem(await system.fetch("/api/notifications", { headers: await bearer(ADA) }), 401);
  });
});
