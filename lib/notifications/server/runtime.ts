import { connect, type Database } from "../../../db/connection/client";
import { identify } from "../../../db/identity";
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

/** The share of the database connections that broadcasts may use. */
const BROADCAST_SHARE = 0.2;

/** The parts that a process has once. Only this file wires them together. */
export interface Runtime {
  sql: Database;
  /** For reads that a copy of the database may answer. */
  replica: Replica | undefined;
  bus: Bus;
  publish: Publish;
  hub: Hub;
  /** Opens a stream, for which `hub.admission` has said that there is room. Returns the body of its response. */
  openStream(request: StreamRequest): ReadableStream<Uint8Array>;
  producerLimit: ProducerLimit;
  /** Limits requests for very many recipients, so that a few of them do not keep everybody waiting. */
  broadcasts: Bulkhead;
  metrics: Metrics;
  databaseOutage: DatabaseOutage;
  /**
   * Asks the database for its identity, because only processes with the same database may hear each other. Rejects unless it
   * answers and is migrated. Throws EncodingError.
   */
  checkDatabase(): Promise<void>;
  /** True once the process was asked to stop. It still serves, but new requests should go elsewhere. */
  readonly stopping: boolean;
  stop(): void;
  /** Ends every stream, so that the server can close. It still answers requests. */
  endStreams(): void;
}

// Next loads instrumentation and each route as separate module instances. They share only globalThis.
const shared = globalThis as typeof globalThis & { [RUNTIME]?: Runtime };
const RUNTIME = Symbol.for("next-notifications.runtime");

/** The runtime of this process. The first call creates it. */
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
    // After a failover another server may have its address. A quiet process does not ask, so that the database can sleep.
    every(SWEEP_MS, async () => {
      // Requests report an unavailable database.
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
