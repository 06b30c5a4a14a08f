import { DatabaseUrlError, parseDatabaseUrl } from "../../../db/connection/database-url";
import { MAX_RECIPIENTS } from "../contract";
import type { RedisAddress } from "../redis/connect";
import { LOG_LEVELS } from "../telemetry/log";
import { type VariableName } from "./env-variables";
import { isLoopback } from "./loopback";

/** What a producer's key may do: send notifications, export and erase what a user has, read the metrics. */
const SCOPES = ["send", "privacy", "metrics"] as const;
export type Scope = (typeof SCOPES)[number];

export interface ProducerKey {
  producer: string;
  scopes: readonly Scope[];
  key: string;
}

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
  redis: RedisAddress | undefined;
  /** Redis carries positions, and every process reads the content in Postgres. */
  redisPositionsOnly: boolean;
  auth:
    /** The first one signs; tokens of each are taken. */
    { secrets: readonly [Secret, ...Secret[]] } | { jwksUrl: URL; issuer: string; audience: string };
  /** A producer may have several keys. No two keys are the same. */
  producerKeys: readonly ProducerKey[];
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

type Secret = Uint8Array<ArrayBuffer>;

const DEV_PRODUCER_KEY = "dev-producer-key";
const DEV_AUTH_SECRET = "development-only-secret-of-32-bytes-or-more";
const MIN_SECRET_BYTES = 32;
const MIN_PRODUCER_KEY_LENGTH = 16;
const PRODUCER_KEYS_FORM = "name[/scope…]:key[,…]";
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
    return source["AUTH_JWKS_URL"] ? identityProvider() : secrets();
  }

  function identityProvider(): Env["auth"] {
    const jwksUrl = url("AUTH_JWKS_URL", source["AUTH_JWKS_URL"], ["http:", "https:"]);
    const parsed = URL.canParse(jwksUrl) ? new URL(jwksUrl) : new URL("https://invalid.invalid");
    if (production && parsed.protocol === "http:" && !isLoopback(parsed.host))
      problems.push("AUTH_JWKS_URL must be https: over http anybody on the way can put in a key of their own");
    if (demo)
      problems.push(
        "DEMO must be 0 with AUTH_JWKS_URL: demo sessions are signed with AUTH_SECRET, not by your provider",
      );
    return { jwksUrl: parsed, issuer: claim("AUTH_ISSUER", "iss"), audience: claim("AUTH_AUDIENCE", "aud") };
  }

  function claim(name: "AUTH_ISSUER" | "AUTH_AUDIENCE", inToken: string): string {
    const text = source[name] ?? "";
    if (!text) problems.push(`${name} is missing: with AUTH_JWKS_URL, set it to the ${inToken} of your tokens`);
    return text;
  }

  function secrets(): Env["auth"] {
    const current = secret("AUTH_SECRET", source["AUTH_SECRET"] || (production ? "" : DEV_AUTH_SECRET));
    const previous = source["AUTH_SECRET_PREVIOUS"];
    return { secrets: previous ? [current, secret("AUTH_SECRET_PREVIOUS", previous)] : [current] };
  }

  function secret(name: "AUTH_SECRET" | "AUTH_SECRET_PREVIOUS", text: string): Secret {
    const bytes = new TextEncoder().encode(text);
    if (!text) problems.push(`${name} is missing: set it to 32 random bytes or more (openssl rand -base64 48)`);
    else if (bytes.length < MIN_SECRET_BYTES)
      problems.push(`${name} is too weak: ${bytes.length} bytes, at least ${MIN_SECRET_BYTES} needed`);
    else if (production && text === DEV_AUTH_SECRET)
      problems.push(`${name} is the development one, which everybody knows: set your own`);
    return bytes;
  }

  function producerKeys(): readonly ProducerKey[] {
    const text = source["INTERNAL_API_KEYS"] || (production ? "" : `dev/${SCOPES.join("/")}:${DEV_PRODUCER_KEY}`);
    const entries = text.split(",").filter((entry) => entry.trim() !== "");
    if (entries.length === 0) problems.push(`INTERNAL_API_KEYS is missing: set it to ${PRODUCER_KEYS_FORM}`);
    const keys = entries.flatMap((entry) => producerKey(entry) ?? []);
    for (const [index, { producer, key }] of keys.entries())
      if (keys.findIndex((other) => other.key === key) < index)
        problems.push(`INTERNAL_API_KEYS: a key of ${producer} is there twice, give each its own`);
    return keys;
  }

  function producerKey(entry: string): ProducerKey | undefined {
    const [, producer, scopeList = "", key] = /^\s*([A-Za-z0-9._-]+)((?:\/[^/:\s]*)*):(\S+)\s*$/.exec(entry) ?? [];
    if (producer === undefined || key === undefined) {
      problems.push(`INTERNAL_API_KEYS must be ${PRODUCER_KEYS_FORM}`);
      return undefined;
    }
    const scopes = scopeList === "" ? ["send"] : scopeList.slice(1).split("/");
    if (!scopes.every(isScope))
      problems.push(`INTERNAL_API_KEYS: the scopes of ${producer} must be of ${SCOPES.join(", ")}`);
    // A demo lets anybody in as anybody; elsewhere a key that can be guessed is an open door.
    if (production && !demo && (key.length < MIN_PRODUCER_KEY_LENGTH || key === DEV_PRODUCER_KEY))
      problems.push(
        `INTERNAL_API_KEYS: the key of ${producer} is too weak, use ${MIN_PRODUCER_KEY_LENGTH} random characters or more`,
      );
    return { producer, scopes: scopes.filter(isScope), key };
  }
}

function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

let cached: Env | undefined;

/** The configuration of this process. Throws InvalidEnvError. */
export function env(): Env {
  // oxlint-disable-next-line node/no-process-env
  return (cached ??= readEnv(process.env));
}
