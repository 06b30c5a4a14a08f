/** What lib/deploy/README.md says of a variable; Markdown. */
interface Variable {
  about: string;
  /** In `npm run dev`, where that is something else. */
  inDevelopment?: string;
}

/** Every variable the app reads, in the order of lib/deploy/README.md, whose table is made of this. */
export const VARIABLES = {
  DATABASE_URL: {
    about:
      "Postgres 15 or newer, with encoding UTF-8; what may stand in it: [Postgres](#postgres-redis-and-shutdown). Required",
    inDevelopment: "a Postgres of its own, data in `.data/`",
  },
  DATABASE_REPLICA_URL: {
    about: "a read replica of the same database: lists come from it while it is up to date, else from the primary",
  },
  DATABASE_POOL_SIZE: { about: "connections to Postgres one process opens at most (10)" },
  PGBOUNCER: { about: "`1` behind PgBouncer, or another pooler, in transaction mode" },
  REDIS_URL: {
    about:
      "Redis 6.2 or newer, `redis://` or `rediss://`, for more than one process. Without it a change reaches the other " +
      "processes by their sweep, up to two seconds later",
    inDevelopment: "in-process",
  },
  REDIS_CLUSTER: {
    about:
      "`1` for a Redis 7 cluster: `REDIS_URL` then names one or more of its nodes, with commas between (a comma in a " +
      "password as `%2C`); the others are found, and reached with the same scheme, user and password",
  },
  REDIS_POSITIONS_ONLY: {
    about:
      "`1` to send positions through Redis and no content; see [Privacy](../../db/README.md#privacy-and-data-residency)",
  },
  AUTH_SECRET: {
    about: "32 bytes or more. Sessions are JWTs, HS256, with `sub` (the user's uuid) and `exp`",
    inDevelopment: "a fixed one",
  },
  AUTH_SECRET_PREVIOUS: {
    about: "the `AUTH_SECRET` before this one: its tokens are still accepted, and none is signed with it",
  },
  AUTH_JWKS_URL: {
    about:
      "in place of `AUTH_SECRET`: verify the tokens of your identity provider, with the keys there. https, except on this machine",
  },
  AUTH_ISSUER: { about: "the `iss` of the provider's tokens. Required with `AUTH_JWKS_URL`" },
  AUTH_AUDIENCE: { about: "the `aud` of the provider's tokens. Required with `AUTH_JWKS_URL`" },
  INTERNAL_API_KEYS: {
    about:
      "`name[/scope…]:key[,…]`, 16 characters or more each (any length with `DEMO=1`); see [Producer keys](#producer-keys)",
    inDevelopment: "`dev/send/privacy/metrics:dev-producer-key`",
  },
  PRODUCER_NOTIFICATIONS_PER_MINUTE: {
    about:
      "notifications one producer may send in a minute, over all instances (600,000); a request for many counts once each",
  },
  DEMO: {
    about: "`1` for the demo sign-in and the playground, which let anybody in as anybody",
    inDevelopment: "`1`",
  },
  PORT: { about: "the port to listen on (3000)", inDevelopment: "first free one from 3000" },
  HOSTNAME: {
    about: "the address to listen on (0.0.0.0). Where it is the machine's name, as in containers, set it",
    inDevelopment: "not read",
  },
  KEEP_ALIVE_TIMEOUT: {
    about: "milliseconds an idle connection stays open (5,000): more than the proxy in front keeps one for reuse",
    inDevelopment: "not read",
  },
  MAX_STREAMS: { about: "streams one process takes (20,000)" },
  MAX_STREAMS_PER_USER: { about: "streams one user has on a process (100)" },
  DRAIN_SECONDS: {
    about: "from SIGTERM to the closing of the listener, 0 or more (0); see [Shutdown](#postgres-redis-and-shutdown)",
  },
  READ_RETENTION_DAYS: {
    about:
      "for `npm run db:purge`: days a notification is kept after it was read, 1 to 36500 (90). Unread ones stay. 36500 is for good",
  },
  DATA_REGION: {
    about:
      "where this deployment keeps its data, such as `eu-central-1`: `ready` reports it, so that a deployment can check it",
  },
  LOG_LEVEL: { about: "`debug`, `info`, `warn` or `error` (`info`): the least that is logged" },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    about: "where to send traces, as OTLP over HTTP; the other `OTEL_…` variables of the specification apply then",
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
