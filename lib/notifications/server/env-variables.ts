import * as z from "zod/mini";

import { MAX_RECIPIENTS } from "../contract";
import { LOG_LEVELS } from "../telemetry/log";
import {
  count,
  databaseUrl,
  demoFlag,
  flag,
  keysUrl,
  redisAddress,
  secret,
  signingSecret,
  tokenClaim,
  url,
  type Deployment,
} from "./env-values";
import { DEV_PRODUCER_KEYS, producerKeys } from "./producer-keys";

/** A row of the README's table of variables, in Markdown. */
interface Description {
  about: string;
  /** The value in `npm run dev`, if it differs. */
  inDevelopment: string | undefined;
}

/** Every variable that the app reads, in the order of the README. */
export function variables(deployment: Deployment) {
  return z.object({
    DATABASE_URL: variable(
      z.prefault(databaseUrl(), ""),
      "Postgres 15 or newer with encoding UTF-8; for what it may contain see [Postgres](#postgres-redis-and-shutdown). Required",
      "a Postgres of its own, data in `.data/`",
    ),
    DATABASE_REPLICA_URL: variable(
      z.optional(databaseUrl()),
      "a read replica of the same database: lists come from it while it is up to date, otherwise from the primary",
    ),
    DATABASE_POOL_SIZE: variable(count(10), "the most connections to Postgres that one process opens (10)"),
    PGBOUNCER: variable(z.optional(flag()), "`1` behind PgBouncer, or another pooler, in transaction mode"),
    REDIS_URL: variable(
      redisAddress(deployment),
      "Redis 6.2 or newer, `redis://` or `rediss://`, for more than one process. Without it a change reaches the other " +
        "processes by their sweep, up to two seconds later",
      "in-process",
    ),
    REDIS_CLUSTER: variable(
      z.optional(flag()),
      "`1` for a Redis 7 cluster: `REDIS_URL` then names one or more of its nodes, separated by commas (write a comma in a " +
        "password as `%2C`). The app finds the others and uses the same scheme, user and password for them",
    ),
    REDIS_POSITIONS_ONLY: variable(
      z.optional(flag()),
      "`1` to send positions through Redis and no content; see [Privacy](../../db/README.md#privacy-and-data-residency)",
    ),
    AUTH_SECRET: variable(
      signingSecret(deployment),
      "32 bytes or more. Sessions are JWTs, HS256, with `sub` (the user's uuid) and `exp`",
      "a fixed one",
    ),
    AUTH_SECRET_PREVIOUS: variable(
      z.optional(secret(deployment)),
      "the previous `AUTH_SECRET`: its tokens are still accepted, but it signs none",
    ),
    AUTH_JWKS_URL: variable(
      z.optional(keysUrl(deployment)),
      "instead of `AUTH_SECRET`: verify the tokens of your identity provider with the keys there. https, except on this machine",
    ),
    AUTH_ISSUER: variable(
      tokenClaim("iss", deployment),
      "the `iss` of the provider's tokens. Required with `AUTH_JWKS_URL`",
    ),
    AUTH_AUDIENCE: variable(
      tokenClaim("aud", deployment),
      "the `aud` of the provider's tokens. Required with `AUTH_JWKS_URL`",
    ),
    INTERNAL_API_KEYS: variable(
      producerKeys(deployment),
      "`name[/scope…]:key[,…]`, 16 characters or more each (any length with `DEMO=1`); see [Producer keys](#producer-keys)",
      `\`${DEV_PRODUCER_KEYS}\``,
    ),
    PRODUCER_NOTIFICATIONS_PER_MINUTE: variable(
      count(600_000, { least: MAX_RECIPIENTS }),
      "the most notifications that one producer may send in a minute, over all instances (600,000); a request for many users " +
        "counts once for each",
    ),
    DEMO: variable(
      demoFlag(deployment),
      "`1` for the demo sign-in and the playground, which let anybody in as anybody",
      "`1`",
    ),
    PORT: variable(z.optional(z.string()), "the port to listen on (3000)", "first free one from 3000"),
    HOSTNAME: variable(
      z.optional(z.string()),
      "the address to listen on (0.0.0.0). Set it where it holds the machine's name, as in containers",
      "not read",
    ),
    KEEP_ALIVE_TIMEOUT: variable(
      z.optional(z.string()),
      "milliseconds an idle connection stays open (5,000): more than the proxy in front keeps one for reuse",
      "not read",
    ),
    MAX_STREAMS: variable(count(20_000), "the most streams of one process (20,000)"),
    MAX_STREAMS_PER_USER: variable(count(100), "the most streams of one user on one process (100)"),
    DRAIN_SECONDS: variable(
      count(0, { least: 0 }),
      "seconds from SIGTERM to the closing of the listener, 0 or more (0); see [Shutdown](#postgres-redis-and-shutdown)",
    ),
    READ_RETENTION_DAYS: variable(
      // 0 could mean at once or never.
      count(90, { most: 36_500 }),
      "for `npm run db:purge`: days to keep a notification after it was read, 1 to 36500 (90). 36500 means for good. " +
        "Unread ones stay",
    ),
    DATA_REGION: variable(
      z.optional(z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/, "must be 1 to 64 letters, digits and -"))),
      "where this deployment keeps its data, such as `eu-central-1`: `ready` reports it, so that a deployment can check it",
    ),
    LOG_LEVEL: variable(
      z.optional(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`)),
      "the lowest level that is logged: `debug`, `info`, `warn` or `error` (`info`)",
    ),
    OTEL_EXPORTER_OTLP_ENDPOINT: variable(
      z.optional(url("http:", "https:")),
      "where to send traces, as OTLP over HTTP; the other `OTEL_…` variables of the specification then apply",
    ),
  });
}

export type VariableName = keyof ReturnType<typeof variables>["shape"];

const descriptions = z.registry<Description>();

function variable<Schema extends z.ZodMiniType>(schema: Schema, about: string, inDevelopment?: string): Schema {
  descriptions.add(schema, { about, inDevelopment });
  return schema;
}

/** The description of each variable. */
export const VARIABLES = Object.fromEntries(
  Object.entries(variables({ production: true, demo: false, identityProvider: false, redisCluster: false }).shape).map(
    ([name, schema]) => [name, descriptions.get(schema)],
  ),
) as Readonly<Record<VariableName, Description>>;
