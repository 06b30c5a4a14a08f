import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { base64url, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { ADA, bearer, System } from "@/tests/support/app/system";

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
    system = await System.inProcess({
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

  it("takes no token that chooses its own algorithm or key", async () => {
    published = [];
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const jwk = await exportJWK(publicKey);
    published.push({ ...jwk, kid: "rsa" });
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: ADA, exp: Math.floor(Date.now() / 1000) + 300 };
    const signed = (header: object, key: CryptoKey | Uint8Array): Promise<string> =>
      new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "rsa", ...header }).sign(key);
    // Although another key set was fetched a moment ago.
    expect((await listAs(await signed({}, privateKey))).status).toBe(200);

    const own = await generateKeyPair("RS256", { extractable: true });
    const publicKeyAsSecret = new TextEncoder().encode(await exportSPKI(publicKey));
    const [, payload] = (await signed({}, privateKey)).split(".");
    const none = base64url.encode(JSON.stringify({ alg: "none", kid: "rsa" }));
    const forgeries = {
      "no signature": new UnsecuredJWT(claims).encode(),
      "no signature, in the name of a key": `${none}.${payload}.`,
      "no signature, in another spelling": `${base64url.encode('{"alg":"nOnE"}')}.${payload}.`,
      "the public key for a secret": await signed({ alg: "HS256" }, publicKeyAsSecret),
      "its modulus for a secret": await signed({ alg: "HS256" }, base64url.decode(jwk.n ?? "")),
      "an algorithm that is not ours": await signed({ alg: "RS384" }, (await generateKeyPair("RS384")).privateKey),
      "a key of its own inside": await signed({ jwk: await exportJWK(own.publicKey) }, own.privateKey),
      "an address of a key": await signed({ jku: "https://evil.test/keys" }, own.privateKey),
      "a path for a key's name": await signed({ kid: "../../dev/null" }, own.privateKey),
      "a name that every object has": await signed({ kid: "__proto__" }, own.privateKey),
      expired: await new SignJWT({ ...claims, exp: 1 })
        .setProtectedHeader({ alg: "RS256", kid: "rsa" })
        .sign(privateKey),
      "not valid yet": await new SignJWT({ ...claims, nbf: claims.exp })
        .setProtectedHeader({ alg: "RS256", kid: "rsa" })
        .sign(privateKey),
    };
    for (const [name, forgery] of Object.entries(forgeries))
      expect([name, (await listAs(forgery)).status]).toEqual([name, 401]);
  });
});
