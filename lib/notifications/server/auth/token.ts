import { decodeJwt, errors, jwtVerify, SignJWT, type JWTVerifyGetKey, type JWTVerifyOptions } from "jose";

import { Id } from "../../contract";
import { unavailable } from "../../problem";
import { env } from "../env";
import { providerKeys } from "./provider-keys";

/** What a provider's tokens may be signed with: never `none`, never a shared secret. */
const PROVIDER_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];

/** How far the clock of whoever signs may be from ours. */
const CLOCK_TOLERANCE_SECONDS = 5;

const CLAIMS = { requiredClaims: ["exp", "sub"], clockTolerance: CLOCK_TOLERANCE_SECONDS };

export interface Session {
  userId: string;
  /** Milliseconds since 1970; streams end at the heartbeat after. */
  expiresAt: number;
}

/** The session a JWT stands for, or null when it is forged, expired, for somebody else, or not a user's. */
export async function verifyToken(token: string): Promise<Session | null> {
  try {
    const { sub, exp = 0 } = await verify(token);
    const userId = Id.safeParse(sub);
    return userId.success ? { userId: userId.data, expiresAt: (exp + CLOCK_TOLERANCE_SECONDS) * 1000 } : null;
  } catch (error) {
    if (isProviderAway(error)) throw unavailable("The identity provider does not answer.");
    return null;
  }
}

interface Claims {
  sub?: string;
  exp?: number;
}

async function verify(token: string): Promise<Claims> {
  const { auth } = env();
  if ("secrets" in auth)
    return verifyWithAny(await secretKeys(auth.secrets), token, { ...CLAIMS, algorithms: ["HS256"] });

  const { issuer, audience } = auth;
  // No key is looked for in vain for what cannot be a token of this provider, such as the one of an access proxy.
  if (!claimsToBe(token, issuer, audience)) throw new errors.JWTInvalid("not a token of the provider");
  const options = { ...CLAIMS, issuer, audience, algorithms: PROVIDER_ALGORITHMS };
  keysOfProvider ??= providerKeys(auth.jwksUrl);
  try {
    return (await jwtVerify(token, keysOfProvider, options)).payload;
  } catch (error) {
    // The token does not name its key.
    if (error instanceof errors.JWKSMultipleMatchingKeys) return verifyWithAny(error, token, options);
    throw error;
  }
}

let keysOfProvider: JWTVerifyGetKey | undefined;

/** The claims of a token that one of these keys has signed. */
async function verifyWithAny(
  keys: Iterable<CryptoKey> | AsyncIterable<CryptoKey>,
  token: string,
  options: JWTVerifyOptions,
): Promise<Claims> {
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** What the token says of itself, which its signature has yet to prove. */
function claimsToBe(token: string, issuer: string, audience: string): boolean {
  const { iss, aud, exp = 0 } = decodeJwt(token);
  const isRecent = exp > Date.now() / 1000 - CLOCK_TOLERANCE_SECONDS;
  return isRecent && iss === issuer && [aud].flat().includes(audience);
}

type Secrets = Extract<ReturnType<typeof env>["auth"], { secrets: unknown }>["secrets"];

let importedKeys: Promise<CryptoKey[]> | undefined;

/** Imported once: from bytes, jose does it for every token. */
function secretKeys(secrets: Secrets): Promise<CryptoKey[]> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return (importedKeys ??= Promise.all(
    secrets.map((secret) => crypto.subtle.importKey("raw", secret, algorithm, false, ["sign", "verify"])),
  ));
}

/** Everything jose throws is the token's fault, but for a key set that could not be fetched, or is none. */
function isProviderAway(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || KEY_SET_ERRORS.has(error.code);
}

const KEY_SET_ERRORS = new Set(["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"]);

/** A demo session for the user, valid for `seconds`. Only for deployments with AUTH_SECRET. */
export async function signToken(userId: string, seconds: number): Promise<string> {
  const { auth } = env();
  if (!("secrets" in auth)) throw new Error("sessions are issued by the identity provider");
  const [current] = await secretKeys(auth.secrets);
  if (!current) throw new Error("there is no secret to sign with");
  return new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(current);
}
