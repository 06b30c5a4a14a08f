import { createHash, timingSafeEqual } from "node:crypto";

import { jwtVerify } from "jose";

import { environment } from "./environment";

/** Imported once: given the bytes, jose would do it for every token. */
const sessionKey = await crypto.subtle.importKey(
  "raw",
  environment.authSecret,
  { name: "HMAC", hash: "SHA-256" },
  false,
  ["verify"],
);

/** The user whom a JWT stands for, or null. */
export async function userOf(token: string | null): Promise<string | null> {
  if (token === null) return null;
  try {
    const { payload } = await jwtVerify(token, sessionKey, {
      algorithms: ["HS256"],
      requiredClaims: ["exp", "sub"],
    });
    return payload.sub ?? null;
  } catch {
    return null;
  }
}

/** Whether this is the key of a producer. Takes the same time whatever is wrong with it. */
export function isProducerKey(given: string | null): boolean {
  const digest = sha256(given ?? "");
  return producerDigests.filter((known) => timingSafeEqual(known, digest)).length > 0;
}

/** The token of `Authorization: Bearer`, or null. */
export function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? null;
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
const producerDigests = environment.producerKeys.map(sha256);
