import { createRemoteJWKSet, errors, jwtVerify, SignJWT, type JWTVerifyGetKey } from "jose";

import { Id } from "@/lib/contract";
import { env } from "@/lib/env";
import { unavailable } from "@/lib/http/problem";

/** What a provider's tokens may be signed with: never `none`, never a shared secret. */
const PROVIDER_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];

export interface Session {
  userId: string;
  /** Milliseconds since 1970; streams end at the heartbeat after. */
  expiresAt: number;
}

let providerKeys: JWTVerifyGetKey | undefined;
let secretKey: Promise<CryptoKey> | undefined;

/** The session a JWT stands for, or null when it is forged, expired, for somebody else, or not a user's. */
export async function verifyToken(token: string): Promise<Session | null> {
  try {
    const { payload } = await verify(token);
    const userId = Id.safeParse(payload.sub);
    return userId.success && payload.exp !== undefined ? { userId: userId.data, expiresAt: payload.exp * 1000 } : null;
  } catch (error) {
    if (isProviderAway(error)) throw unavailable("The identity provider does not answer.");
    return null;
  }
}

async function verify(token: string) {
  const { auth } = env();
  if ("secret" in auth)
    return jwtVerify(token, await keyOf(auth.secret), { algorithms: ["HS256"], requiredClaims: ["exp", "sub"] });
  providerKeys ??= createRemoteJWKSet(auth.jwksUrl);
  return jwtVerify(token, providerKeys, {
    algorithms: PROVIDER_ALGORITHMS,
    requiredClaims: ["exp", "sub"],
    ...(auth.issuer !== undefined && { issuer: auth.issuer }),
    ...(auth.audience !== undefined && { audience: auth.audience }),
  });
}

/** Imported once: from bytes, jose does it for every token. */
function keyOf(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  secretKey ??= crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  return secretKey;
}

/** Everything jose throws is the token's fault, but for a key set that could not be fetched, or is none. */
function isProviderAway(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || KEY_SET_ERRORS.has(error.code);
}

const KEY_SET_ERRORS = new Set(["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"]);

/** A demo session for the user, valid for `seconds`. Only for deployments with AUTH_SECRET. */
export async function signToken(userId: string, seconds: number): Promise<string> {
  const { auth } = env();
  if (!("secret" in auth)) throw new Error("sessions are issued by the identity provider");
  return new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(await keyOf(auth.secret));
}
