import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const PREFIX = "notifications_";

/** A request or a database call should take less than 0.2 s, a delivery less than 2. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** Of the client library: each lists every socket of the process, and is named like a counter, which it is not. */
const NOT_COLLECTED = ["handles", "requests", "resources"].flatMap((what) => [
  `nodejs_active_${what}`,
  `nodejs_active_${what}_total`,
]);

/** What is read when Prometheus asks. */
export interface Gauges {
  streams(): number;
  redisUp(): boolean;
  connections(): { busy: number; waiting: number };
}

/** What does not change while the process runs. */
interface Constants {
  maxStreams: number;
  maxConnections: number;
  /** Every reason for which a request can be refused. */
  problems: readonly string[];
  /** Every way by which a change comes to a stream. */
  sources: readonly string[];
}

/**
 * Everything that is counted in this process, in the names of the Prometheus conventions. Labels have few values, all of
 * them ours: never a user, an id or an address.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: `${PREFIX}request_seconds`,
    help: "Time until the answer to a request; for a stream, until its first byte.",
    labelNames: ["route", "method", "status"],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #refused = this.#counter("requests_refused_total", "Requests answered with an error, by its problem type.", [
    "problem",
  ]);
  readonly #sent = this.#counter("sent_total", "Notifications stored for a producer.", ["producer"]);
  readonly #delivered = this.#counter(
    "events_delivered_total",
    "Events given to streams: live from the bus, caught_up from Postgres on an open stream, replayed to a new one.",
    ["source"],
  );
  readonly #delivery = this.#histogram(
    "delivery_seconds",
    "From the time of a change, by the database's clock, to an open stream.",
  );
  readonly #database = this.#histogram(
    "database_seconds",
    "One statement or transaction, waiting for a connection excluded.",
    ["outcome"],
  );
  readonly #sweep = this.#histogram("sweep_seconds", "One look at the feeds of all connected users.");
  readonly #gaps = this.#counter("sweep_gaps_total", "Feeds that the sweep found ahead of what had been heard of.");
  readonly #unpublished = this.#counter("publish_failures_total", "Changes that could not be handed to Redis.");

  constructor(gauges: Gauges, { maxStreams, maxConnections, problems, sources }: Constants) {
    collectDefaultMetrics({ register: this.registry });
    for (const name of NOT_COLLECTED) this.registry.removeSingleMetric(name);
    // There from the start, or nobody could tell the first one from a restart.
    for (const problem of problems) this.#refused.inc({ problem }, 0);
    for (const source of sources) this.#delivered.inc({ source }, 0);
    this.#gauge("streams_open", "Streams open in this process.", () => gauges.streams());
    this.#gauge("streams_limit", "Streams this process takes at most.", () => maxStreams);
    this.#gauge("redis_up", "1 while this process is connected to Redis, or needs none.", () =>
      Number(gauges.redisUp()),
    );
    this.#gauge("database_connections_busy", "Connections to Postgres at work.", () => gauges.connections().busy);
    this.#gauge(
      "database_connections_limit",
      "Connections to Postgres this process opens at most.",
      () => maxConnections,
    );
    this.#gauge("database_waiting", "Statements that wait for a connection.", () => gauges.connections().waiting);
  }

  started(version: string): void {
    const build = { name: `${PREFIX}build_info`, help: "1, with the version that runs.", labelNames: ["version"] };
    new Gauge({ ...build, registers: [this.registry] }).set({ version }, 1);
  }

  requestAnswered(labels: { route: string; method: string; status: number }, seconds: number): void {
    this.#requests.observe(labels, seconds);
  }

  requestRefused(problem: string): void {
    this.#refused.inc({ problem });
  }

  notificationsSent(producer: string, count: number): void {
    this.#sent.inc({ producer }, count);
  }

  /** `changedAt`: milliseconds since 1970; null when it does not count as a delivery in real time. */
  eventDelivered(source: string, changedAt: number | null): void {
    this.#delivered.inc({ source });
    if (changedAt !== null) this.#delivery.observe(Math.max(0, Date.now() - changedAt) / 1000);
  }

  databaseAsked(seconds: number, outcome: "done" | "failed"): void {
    this.#database.observe({ outcome }, seconds);
  }

  swept(seconds: number, gaps: number): void {
    this.#sweep.observe(seconds);
    this.#gaps.inc(gaps);
  }

  publishFailed(changes: number): void {
    this.#unpublished.inc(changes);
  }

  #counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  #histogram<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Histogram<Label> {
    return new Histogram({ name: PREFIX + name, help, labelNames, buckets: SECONDS, registers: [this.registry] });
  }

  #gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      name: PREFIX + name,
      help,
      registers: [this.registry],
      collect: () => gauge.set(read()),
    });
  }
}
