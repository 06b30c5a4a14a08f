import { variables, type VariableName } from "./env-variables";

/** Each problem is one line that names the variable and says what to do. */
export class InvalidEnvError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "InvalidEnvError";
  }
}

export type Env = ReturnType<typeof readEnv>;

/**
 * Reads and checks the whole configuration at once, so that a misconfigured deployment reports everything that is wrong, and
 * not one thing per restart. Throws InvalidEnvError.
 */
export function readEnv(source: Readonly<Partial<Record<VariableName | "NODE_ENV", string | undefined>>>) {
  // An empty variable counts as unset.
  const given: typeof source = Object.fromEntries(Object.entries(source).filter(([, text]) => text));
  const production = given.NODE_ENV === "production";
  const schema = variables({
    production,
    demo: given.DEMO === undefined ? !production : given.DEMO === "1",
    identityProvider: given.AUTH_JWKS_URL !== undefined,
    redisCluster: given.REDIS_CLUSTER === "1",
  });
  const { data, error } = schema.safeParse(given);
  if (error) throw new InvalidEnvError(error.issues.map(({ path, message }) => `${String(path[0])} ${message}`));
  const { address } = data.DATABASE_URL;
  return {
    production,
    databaseUrl: data.DATABASE_URL.text,
    databaseReplicaUrl: data.DATABASE_REPLICA_URL?.text,
    /** A pooler in transaction mode is between this process and Postgres. Prisma's `pgbouncer=true` says so as well. */
    pgbouncer: data.PGBOUNCER ?? address.pooler,
    channelBinding: address.wantsChannelBinding,
    databasePoolSize: data.DATABASE_POOL_SIZE,
    /** Undefined: changes are published in this process only. */
    redis: data.REDIS_URL,
    redisPositionsOnly: data.REDIS_POSITIONS_ONLY ?? false,
    /** The first secret signs; tokens of each are accepted. */
    auth:
      data.AUTH_JWKS_URL === undefined
        ? { secrets: [data.AUTH_SECRET, data.AUTH_SECRET_PREVIOUS].filter((secret) => secret !== undefined) }
        : { jwksUrl: data.AUTH_JWKS_URL, issuer: data.AUTH_ISSUER, audience: data.AUTH_AUDIENCE },
    producerKeys: data.INTERNAL_API_KEYS,
    producerNotificationsPerMinute: data.PRODUCER_NOTIFICATIONS_PER_MINUTE,
    demo: data.DEMO,
    maxStreams: data.MAX_STREAMS,
    maxStreamsPerUser: data.MAX_STREAMS_PER_USER,
    readRetentionDays: data.READ_RETENTION_DAYS,
    drainSeconds: data.DRAIN_SECONDS,
    dataRegion: data.DATA_REGION,
    tracing: data.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
  };
}

let cached: Env | undefined;

/** The configuration of this process. Throws InvalidEnvError. */
export function env(): Env {
  // oxlint-disable-next-line node/no-process-env
  return (cached ??= readEnv(process.env));
}
