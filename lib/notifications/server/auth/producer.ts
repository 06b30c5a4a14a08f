import { createHash, timingSafeEqual } from "node:crypto";

import { ProblemError, unauthorized } from "../../problem";
import { env } from "../env";
import type { ProducerKey, Scope } from "../producer-keys";
import { bearerToken } from "./token";

/**
 * The name of the producer whose key the request carries. Throws `unauthorized` without a valid key, and
 * `insufficient-scope` if the key lacks `scope` (RFC 6750, section 3.1).
 */
export function requireProducer(request: Request, scope: Scope): string {
  const given = digest(bearerToken(request.headers) ?? "");
  let known: ProducerKey | undefined;
  // All digests have one length and every key is compared, so the time reveals nothing about a key.
  for (const [key, keyDigest] of keyDigests()) if (timingSafeEqual(given, keyDigest)) known = key;
  if (!known) throw unauthorized("Send Authorization: Bearer with a key of INTERNAL_API_KEYS.");
  if (known.scopes.includes(scope)) return known.producer;
  throw new ProblemError("insufficient-scope", {
    detail: `This needs a key with the scope "${scope}".`,
    headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}

let digests: ReadonlyMap<ProducerKey, Buffer> | undefined;

function keyDigests(): ReadonlyMap<ProducerKey, Buffer> {
  return (digests ??= new Map(env().producerKeys.map((key) => [key, digest(key.key)])));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
