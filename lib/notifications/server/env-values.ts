/** The forms of the variables' values. An error message is a sentence without its subject, the variable. */
import * as z from "zod/mini";

import { DatabaseUrlError, parseDatabaseUrl } from "../../../db/connection/database-url";
import type { RedisAddress } from "../redis/connect";
import { isLoopback } from "./loopback";

/** Facts about a deployment that decide which values its variables may have. */
export interface Deployment {
  production: boolean;
  demo: boolean;
  /** An identity provider issues the tokens. */
  identityProvider: boolean;
  redisCluster: boolean;
}

const DEV_AUTH_SECRET = "development-only-secret-of-32-bytes-or-more";
const MIN_SECRET_BYTES = 32;

export function flag() {
  return z.pipe(
    z.enum(["0", "1"], "must be 0 or 1"),
    z.transform((text) => text === "1"),
  );
}

export function demoFlag({ production, identityProvider }: Deployment) {
  const problem = "must be 0 with AUTH_JWKS_URL: demo sessions are signed with AUTH_SECRET, not by your provider";
  return z._default(flag(), !production).check(z.refine((demo) => !(demo && identityProvider), problem));
}

/** A whole number; `fallback` without one. */
export function count(fallback: number, { least = 1, most = 999_999_999 } = {}) {
  const fits = (text: string): boolean => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
  const text = z.string().check(z.refine(fits, `must be a whole number from ${least} to ${most}`));
  return z._default(z.pipe(text, z.transform(Number)), fallback);
}

export function url(...protocols: readonly string[]) {
  const form = protocols.map((protocol) => `${protocol}//…`).join(" or ");
  const fits = (text: string): boolean => URL.canParse(text) && protocols.includes(new URL(text).protocol);
  return z
    .string(`is missing: set it to ${form}`)
    .check(z.refine(fits, { error: `is not a URL of the form ${form}`, abort: true }));
}

/** The address of a database, as text and as its parts. */
export function databaseUrl() {
  return z.pipe(
    z.string(),
    z.transform((text, context) => {
      try {
        return { text, address: parseDatabaseUrl(text) };
      } catch (error) {
        if (!(error instanceof DatabaseUrlError)) throw error;
        context.issues.push({ code: "custom", message: error.message, input: text });
        return z.NEVER;
      }
    }),
  );
}

/** One server, or one or more nodes of a cluster, separated by commas. */
export function redisAddress({ redisCluster }: Deployment) {
  const server = url("redis:", "rediss:");
  if (!redisCluster)
    return z.optional(
      z.pipe(
        server,
        z.transform((text): RedisAddress => ({ url: text })),
      ),
    );
  const texts = z.pipe(
    z.string("is missing: set it to redis://… or rediss://…"),
    z.transform((text) => text.split(/\s*,\s*/)),
  );
  return z.pipe(
    z.pipe(texts, z.array(server)),
    z.transform((clusterUrls): RedisAddress => ({ clusterUrls })),
  );
}

/** The address of an identity provider's keys. */
export function keysUrl({ production }: Deployment) {
  const problem = "must be https: over http anybody on the way can put in a key of their own";
  const isSafe = ({ protocol, host }: URL): boolean => protocol === "https:" || !production || isLoopback(host);
  const address = z.pipe(
    url("http:", "https:"),
    z.transform((text) => new URL(text)),
  );
  return address.check(z.refine(isSafe, problem));
}

export function tokenClaim(name: "iss" | "aud", { identityProvider }: Deployment) {
  const claim = z.string(`is missing: with AUTH_JWKS_URL, set it to the ${name} of your tokens`);
  return identityProvider ? claim : z._default(claim, "");
}

/** The bytes of a secret that signs tokens. */
export function secret({ production }: Deployment) {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return z.pipe(
    z.string(`is missing: set it to ${MIN_SECRET_BYTES} random bytes or more (openssl rand -base64 48)`).check(
      z.refine(
        (text) => bytes(text).length >= MIN_SECRET_BYTES,
        `is too weak: use ${MIN_SECRET_BYTES} random bytes or more`,
      ),
      z.refine(
        (text) => !production || text !== DEV_AUTH_SECRET,
        "is the development one, which everybody knows: set your own",
      ),
    ),
    z.transform(bytes),
  );
}

/** The secret that signs the sessions. An identity provider signs its own. */
export function signingSecret(deployment: Deployment) {
  if (deployment.identityProvider) return z.optional(z.transform(() => undefined));
  return deployment.production ? secret(deployment) : z.prefault(secret(deployment), DEV_AUTH_SECRET);
}
