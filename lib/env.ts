import { DatabaseUrlError, parseDatabaseUrl } from "@/db/database-url";

import { MAX_RECIPIENTS } from "./contract";
import { type VariableName } from "./env-variables";

/**
 * The configuration of the app, which reads it nowhere else. Everything is checked together, once, so a deployment that
 * is not ready says all that is wrong with it instead of one thing per restart.
 */
export interface Env {
  production: boolean;
  databaseUrl: string;
  /** A copy of the same database that lists are read from. */
  databaseReplicaUrl: string | undefined;
  /** A pooler in transaction mode, such as PgBouncer, is between this process and Postgres. */
  pgbouncer: boolean;
  /** The address of the database demands channel binding. */
  channelBinding: boolean;
  databasePoolSize: number;
  /** One server, or some nodes of a cluster. Absent: in-process doorbell, one process only. */
  redis: { url: string } | { clusterUrls: readonly string[] } | undefined;
  /** Redis carries positions, and every process reads the content in Postgres. */
  redisPositionsOnly: boolean;
  auth:
    | { secret: Uint8Array<ArrayBuffer> }
    | { jwksUrl: URL; issuer: string | undefined; audience: string | undefined };
  /** Producer name to key. */
  producerKeys: ReadonlyMap<string, string>;
  /** Over all instances. */
  producerNotificationsPerMinute: number;
  demo: boolean;
  maxStreams: number;
  maxStreamsPerUser: number;
  /** Days that a notification is kept after it was read; unread ones are kept for good. */
  readRetentionDays: number;
  /** From SIGTERM to the closing of the listener; readiness says 503 meanwhile. */
  drainSeconds: number;
  /** Where the data is kept, as the operator calls it. */
  dataRegion: string | undefined;
  /** Traces are sent when there is somewhere to send them. */
  tracing: boolean;
}

const LOG_LEVELS = ["debug", "info", "warn", "error"];

const DEV_PRODUCER_KEY = "dev-producer-key";
const DEV_AUTH_SECRET = "development-only-secret-of-32-bytes-or-more";
const MIN_SECRET_BYTES = 32;
const MIN_PRODUCER_KEY_LENGTH = 16;
const MAX_RETENTION_DAYS = 36_500;

/** Each entry is one line that names the variable and says what to do. */
export class InvalidEnvError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "InvalidEnvError";
  }
}

/** Reads and checks the configuration. Throws InvalidEnvError with every problem found. */
export function readEnv(source: Readonly<Partial<Record<VariableName | "NODE_ENV", string | undefined>>>): Env {
  const problems: string[] = [];
  const production = source["NODE_ENV"] === "production";
  const demo = flag("DEMO", !production);
  const database = databaseUrl("DATABASE_URL");

  const env: Env = {
    production,
    databaseUrl: database.text,
    databaseReplicaUrl: source["DATABASE_REPLICA_URL"] ? databaseUrl("DATABASE_REPLICA_URL").text : undefined,
    // An address can say so as well, in the words of Prisma.
    pgbouncer: flag("PGBOUNCER", database.address?.pooler ?? false),
    channelBinding: database.address?.wantsChannelBinding ?? false,
    databasePoolSize: count("DATABASE_POOL_SIZE", 10),
    redis: redis(),
    redisPositionsOnly: flag("REDIS_POSITIONS_ONLY", false),
    auth: auth(),
    producerKeys: producerKeys(),
    producerNotificationsPerMinute: count("PRODUCER_NOTIFICATIONS_PER_MINUTE", 600_000, MAX_RECIPIENTS),
    demo,
    maxStreams: count("MAX_STREAMS", 20_000),
    maxStreamsPerUser: count("MAX_STREAMS_PER_USER", 100),
    readRetentionDays: retentionDays(),
    drainSeconds: count("DRAIN_SECONDS", 0, 0),
    dataRegion: dataRegion(),
    tracing: tracing(),
  };
  if (source["LOG_LEVEL"] && !LOG_LEVELS.includes(source["LOG_LEVEL"]))
    problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}`);
  if (problems.length > 0) throw new InvalidEnvError(problems);
  return env;

  function dataRegion(): string | undefined {
    const text = source["DATA_REGION"] || undefined;
    if (text !== undefined && !/^[A-Za-z0-9-]{1,64}$/.test(text))
      problems.push("DATA_REGION must be 1 to 64 letters, digits and -");
    return text;
  }

  function tracing(): boolean {
    const text = source["OTEL_EXPORTER_OTLP_ENDPOINT"];
    return text ? Boolean(url("OTEL_EXPORTER_OTLP_ENDPOINT", text, ["http:", "https:"])) : false;
  }

  function url(name: VariableName, text = "", protocols: readonly string[]): string {
    const expected = protocols.map((protocol) => `${protocol}//…`).join(" or ");
    if (!text) problems.push(`${name} is missing: set it to ${expected}`);
    else if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol))
      problems.push(`${name} is not a URL of the form ${expected}`);
    return text;
  }

  function databaseUrl(name: "DATABASE_URL" | "DATABASE_REPLICA_URL") {
    const text = source[name] ?? "";
    try {
      return { text, address: parseDatabaseUrl(text) };
    } catch (error) {
      if (!(error instanceof DatabaseUrlError)) throw error;
      problems.push(`${name} ${error.message}`);
      return { text, address: undefined };
    }
  }

  /** With REDIS_CLUSTER, one URL or several with commas between: any nodes, which name the others. */
  function redis(): Env["redis"] {
    const text = source["REDIS_URL"];
    const protocols = ["redis:", "rediss:"];
    if (!flag("REDIS_CLUSTER", false)) return text ? { url: url("REDIS_URL", text, protocols) } : undefined;
    return { clusterUrls: (text ?? "").split(/\s*,\s*/).map((node) => url("REDIS_URL", node, protocols)) };
  }

  function flag(name: VariableName, fallback: boolean): boolean {
    const text = source[name];
    if (!text) return fallback;
    if (text !== "0" && text !== "1") problems.push(`${name} must be 0 or 1`);
    return text === "1";
  }

  function count(name: VariableName, fallback: number, least = 1): number {
    const text = source[name];
    if (!text) return fallback;
    if (!/^\d{1,9}$/.test(text) || Number(text) < least)
      problems.push(`${name} must be a whole number from ${least} to 999999999`);
    return Number(text);
  }

  function retentionDays(): number {
    const text = source["READ_RETENTION_DAYS"];
    if (!text) return 90;
    // No 0, which might mean at once or never. A hundred years are for good.
    const days = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
    if (!(days <= MAX_RETENTION_DAYS))
      problems.push(`READ_RETENTION_DAYS must be a whole number of days from 1 to ${MAX_RETENTION_DAYS}`);
    return days;
  }

  function auth(): Env["auth"] {
    if (source["AUTH_JWKS_URL"]) {
      const jwksUrl = url("AUTH_JWKS_URL", source["AUTH_JWKS_URL"], ["http:", "https:"]);
      if (demo)
        problems.push(
          "DEMO must be 0 with AUTH_JWKS_URL: demo sessions are signed with AUTH_SECRET, not by your provider",
        );
      const base = URL.canParse(jwksUrl) ? new URL(jwksUrl) : new URL("https://invalid.invalid");
      return {
        jwksUrl: base,
        issuer: source["AUTH_ISSUER"] || undefined,
        audience: source["AUTH_AUDIENCE"] || undefined,
      };
    }
    const text = source["AUTH_SECRET"] || (production ? "" : DEV_AUTH_SECRET);
    const secret = new TextEncoder().encode(text);
    if (!text) problems.push("AUTH_SECRET is missing: set it to 32 random bytes or more (openssl rand -base64 48)");
    else if (secret.length < MIN_SECRET_BYTES)
      problems.push(`AUTH_SECRET is too weak: ${secret.length} bytes, at least ${MIN_SECRET_BYTES} needed`);
    else if (production && text === DEV_AUTH_SECRET)
      problems.push("AUTH_SECRET is the development one, which everybody knows: set your own");
    return { secret };
  }

  function producerKeys(): ReadonlyMap<string, string> {
    const text = source["INTERNAL_API_KEYS"] || (production ? "" : `dev:${DEV_PRODUCER_KEY}`);
    const keys = new Map<string, string>();
    if (!text) problems.push("INTERNAL_API_KEYS is missing: set it to name:key[,name:key…]");
    for (const entry of text.split(",").filter((part) => part.trim() !== "")) {
      const [, name, key] = /^\s*([A-Za-z0-9._-]+):(\S+)\s*$/.exec(entry) ?? [];
      if (name === undefined || key === undefined) problems.push("INTERNAL_API_KEYS must be name:key[,name:key…]");
      else if (keys.has(name)) problems.push(`INTERNAL_API_KEYS names ${name} twice`);
      // A demo lets anybody in as anybody; elsewhere a key that can be guessed is an open door.
      else if (production && !demo && (key.length < MIN_PRODUCER_KEY_LENGTH || key === DEV_PRODUCER_KEY))
        problems.push(
          `INTERNAL_API_KEYS: the key of ${name} is too weak, use ${MIN_PRODUCER_KEY_LENGTH} random characters or more`,
        );
      if (name !== undefined && key !== undefined) keys.set(name, key);
    }
    return keys;
  }
}

let cached: Env | undefined;

/** The configuration of this process. Throws InvalidEnvError. */
export function env(): Env {
  // oxlint-disable-next-line node/no-process-env
  return (cached ??= readEnv(process.env));
}

/** The least that is logged; known before the rest, so that what is wrong with the rest can be logged. */
export function logLevel(): string {
  // oxlint-disable-next-line node/no-process-env
  const level = process.env["LOG_LEVEL"] ?? "";
  return LOG_LEVELS.includes(level) ? level : "info";
}

export function isProduction(): boolean {
  // oxlint-disable-next-line node/no-process-env
  return process.env["NODE_ENV"] === "production";
}
