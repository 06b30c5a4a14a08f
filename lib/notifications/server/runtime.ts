import { connect, type Database } from "../../../db/connection/client";
import { identify } from "../../../db/connection/identity";
import { Bulkhead } from "../feed/bulkhead";
import { publishOn, type Publish } from "../feed/publish";
import { feedReader } from "../feed/reader";
import { Replica } from "../feed/replica";
import { PROBLEM_CODES } from "../problem";
import { HEARTBEAT_MS } from "../protocol";
import { ProducerLimit } from "../rate-limit/producer-limit";
import type { Bus } from "../stream/bus/bus";
import { LocalBus } from "../stream/bus/local-bus";
import { RedisBus } from "../stream/bus/redis-bus";
import { ScopedBus } from "../stream/bus/scoped-bus";
import { DELIVERY_SOURCES } from "../stream/cursor";
import { streamOpener, type StreamRequest } from "../stream/event-stream";
import { every } from "../stream/every";
import { Hub } from "../stream/hub";
import { BEAT_MS, SWEEP_MS } from "../stream/timings";
import { addDatabaseSpan, DatabaseOutage } from "../telemetry/database";
import { Metrics } from "../telemetry/metrics";
import { env } from "./env";

/** Of the connections to the database. */
const BROADCAST_SHARE = 0.2;

/** All that exists once in a process. Wired here, and passed to whoever needs it. */
export interface Runtime {
  sql: Database;
  /** For reads that may come from a copy of the database. */
  replica: Replica | undefined;
  bus: Bus;
  publish: Publish;
  hub: Hub;
  /** Opens a stream, for which `hub.admission` has said that there is room. Returns the body of its response. */
  openStream(request: StreamRequest): ReadableStream<Uint8Array>;
  producerLimit: ProducerLimit;
  /** Of requests for so many recipients that a few of them would keep everybody waiting. */
  broadcasts: Bulkhead;
  metrics: Metrics;
  databaseOutage: DatabaseOutage;
  /**
   * Asks the database which one it is, since only those who share it may hear each other. Rejects unless it answers and is
   * migrated. Throws EncodingError.
   */
  checkDatabase(): Promise<void>;
  /** Asked to stop: everything is served as before, but new requests should go elsewhere. */
  readonly stopping: boolean;
  stop(): void;
  /** Ends every stream, so that the server can close; requests are still answered. */
  endStreams(): void;
}

// Next loads instrumentation and each route as separate module instances; only globalThis is shared by all of them.
const shared = globalThis as typeof globalThis & { [RUNTIME]?: Runtime };
const RUNTIME = Symbol.for("next-notifications.runtime");

/** The one runtime of this process, made at the first call. */
export function runtime(): Runtime {
  return (shared[RUNTIME] ??= start());
}

function start(): Runtime {
  const { databaseUrl, databaseReplicaUrl, databasePoolSize, pgbouncer, maxStreams, maxStreamsPerUser } = env();
  const { producerNotificationsPerMinute, redis, redisPositionsOnly } = env();
  const metrics: Metrics = new Metrics(
    {
      streams: () => hub.streamCount,
      redisUp: () => bus.status() === "up",
      connections: () => sql.load(),
    },
    { maxStreams, maxConnections: databasePoolSize, problems: PROBLEM_CODES, sources: DELIVERY_SOURCES },
  );
  const databaseOutage = new DatabaseOutage();
  const observe = (seconds: number, outcome: "done" | "failed"): void => {
    metrics.databaseAsked(seconds, outcome);
    addDatabaseSpan(seconds, outcome);
  };
  const pool = { max: databasePoolSize, pooler: pgbouncer };
  const sql = connect(databaseUrl, {
    ...pool,
    observe: (seconds, outcome) => {
      observe(seconds, outcome);
      if (outcome === "done") databaseOutage.answered();
    },
  });
  const scoped = redis && new ScopedBus(new RedisBus(redis));
  const bus = scoped ?? new LocalBus();
  const checkDatabase = async (): Promise<void> => {
    const name = await identify(sql);
    scoped?.enter(name);
    producerLimit.enter(name);
  };
  const reader = feedReader(sql);
  const hub: Hub = new Hub({
    bus,
    reader,
    limits: { streams: maxStreams, streamsPerUser: maxStreamsPerUser },
    swept: (seconds, gaps) => metrics.swept(seconds, gaps),
  });
  const producerLimit = new ProducerLimit(producerNotificationsPerMinute, redis);
  const timers = [
    every(BEAT_MS, () => hub.beat()),
    every(SWEEP_MS, () => hub.sweep()),
    // Another server may be at its address after a failover. A quiet process asks nothing: a database that can may sleep.
    every(SWEEP_MS, async () => {
      // What asks for more says so when the database is away.
      if (scoped?.takeUse()) await checkDatabase().catch(() => {});
    }),
  ];
  let stopping = false;
  return {
    sql,
    replica:
      databaseReplicaUrl === undefined ? undefined : new Replica(connect(databaseReplicaUrl, { ...pool, observe })),
    bus,
    publish: publishOn(bus, {
      positionsOnly: redisPositionsOnly,
      onFailure: (changes) => metrics.publishFailed(changes),
    }),
    hub,
    openStream: streamOpener({
      hub,
      reader,
      heartbeatMs: HEARTBEAT_MS,
      delivered: (source, changedAt) => metrics.eventDelivered(source, source === "replayed" ? null : changedAt),
    }),
    producerLimit,
    broadcasts: new Bulkhead(Math.max(1, Math.floor(databasePoolSize * BROADCAST_SHARE))),
    metrics,
    databaseOutage,
    checkDatabase,
    get stopping() {
      return stopping;
    },
    stop() {
      stopping = true;
    },
    endStreams() {
      for (const timer of timers) timer.stop();
      hub.close();
      producerLimit.close();
    },
  };
}
