import { decodeJwt, errors, jwtVerify, SignJWT, type JWTVerifyGetKey, type JWTVerifyOptions } from "jose";

import { Id } from "../../contract";
import { unavailable } from "../../problem";
import { env } from "../env";
import { providerKeys } from "./provider-keys";

/** The algorithms of a provider's signatures: never `none`, never a shared secret. */
const PROVIDER_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];

/** The most that the signer's clock may differ from ours. */
const CLOCK_TOLERANCE_SECONDS = 5;

const CLAIMS = { requiredClaims: ["exp", "sub"], clockTolerance: CLOCK_TOLERANCE_SECONDS };

/** The token of `Authorization: Bearer`, or null. */
export function bearerToken(headers: Pick<Headers, "get">): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

export interface Session {
  userId: string;
  /** Milliseconds since 1970. Streams end at the next heartbeat. */
  expiresAt: number;
}

/** The session of a JWT, or null if it is forged, expired, for another audience, or not a user's. Throws `unavailable`. */
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
  // Looks up no key for a token that cannot be the provider's, such as an access proxy's.
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

/** The claims of a token that one of these keys signed. */
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

/** True if the token claims to be a recent one of the provider. Only its signature proves that. */
function claimsToBe(token: string, issuer: string, audience: string): boolean {
  const { iss, aud, exp = 0 } = decodeJwt(token);
  const isRecent = exp > Date.now() / 1000 - CLOCK_TOLERANCE_SECONDS;
  return isRecent && iss === issuer && [aud].flat().includes(audience);
}

type Secrets = Extract<ReturnType<typeof env>["auth"], { secrets: unknown }>["secrets"];

let importedKeys: Promise<CryptoKey[]> | undefined;

/** Imports the keys once, because jose would import bytes for every token. */
function secretKeys(secrets: Secrets): Promise<CryptoKey[]> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return (importedKeys ??= Promise.all(
    secrets.map((secret) => crypto.subtle.importKey("raw", secret, algorithm, false, ["sign", "verify"])),
  ));
}

/** True if the key set could not be fetched or read. Every other error of jose is the token's fault. */
function isProviderAway(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || KEY_SET_ERRORS.has(error.code);
}

const KEY_SET_ERRORS = new Set(["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"]);

/** A token that signs the user in for `seconds`. Only for deployments with AUTH_SECRET. */
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
