import { createHash, timingSafeEqual } from "node:crypto";

import { env } from "@/lib/env";
import { unauthorized } from "@/lib/http/problem";

import { bearerToken } from "./bearer-token";

/** The name of the backend service that makes this request. Throws `unauthorized`. */
export function requireProducer(request: Request): string {
  const given = digest(bearerToken(request.headers) ?? "");
  let producer: string | undefined;
  // Digests have one length and every key is compared, so the time taken tells nothing about any key.
  for (const [name, key] of keyDigests()) if (timingSafeEqual(given, key)) producer = name;
  if (producer !== undefined) return producer;
  throw unauthorized("Send Authorization: Bearer with a key of INTERNAL_API_KEYS.");
}

let digests: ReadonlyMap<string, Buffer> | undefined;

/** By the name of the producer. */
function keyDigests(): ReadonlyMap<string, Buffer> {
  return (digests ??= new Map(Array.from(env().producerKeys, ([name, key]) => [name, digest(key)])));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
