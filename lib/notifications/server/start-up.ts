import { setTimeout as delay } from "node:timers/promises";

import { openPool } from "../../../db/connection/client";
import { EncodingError } from "../../../db/identity";
import { log } from "../telemetry/log";
import { env, InvalidEnvError } from "./env";
import { runtime } from "./runtime";
import { endIdleConnections, ignoreUpgrades } from "./server-hooks";
import { handleShutdown } from "./shutdown";

/** As long as a stream lasts, so that a client that reads nothing is not cut off earlier. */
const IDLE_CONNECTION_MS = 10 * 60 * 1000;

/** The time between two attempts to reach the database at the start. */
const CHECK_MS = 500;

/**
 * Checks the configuration and starts all parts of the process, before the first request. A misconfigured server says why, one
 * line per variable, and exits.
 * @param version The version of the app, for its log and metrics.
 */
export async function startUp(version: string): Promise<void> {
  try {
    env();
  } catch (error) {
    if (!(error instanceof InvalidEnvError)) throw error;
    console.error(error.problems.join("\n"));
    process.exit(1);
  }
  const { channelBinding, drainSeconds, production, redis, tracing } = env();
  const sendTraces = tracing ? (await import("../telemetry/tracing")).startTracing() : async () => {};
  const { sql, hub, metrics, stop, endStreams } = runtime();
  metrics.started(version);
  void openPool(sql);
  void checkDatabase();
  // In development hot reloading needs them.
  if (production) ignoreUpgrades();
  endIdleConnections(IDLE_CONNECTION_MS);
  handleShutdown({
    drainSeconds,
    onStop: () => {
      log().info({ event: "stopping", drain_seconds: drainSeconds }, "Asked to stop.");
      stop();
    },
    onDrained: sendTraces,
    onClose: () => {
      log().info(
        { event: "streams_closed", streams: hub.streamCount },
        `Closing ${hub.streamCount} streams, then the server.`,
      );
      endStreams();
    },
  });
  log().info({ event: "started", version, node: process.version, tracing }, `Version ${version} is starting.`);
  if (channelBinding)
    log().warn(
      { event: "no_channel_binding" },
      "DATABASE_URL demands channel_binding, which the driver lacks: use sslmode=verify-full to verify the server.",
    );
  if (redis === undefined)
    log().warn(
      { event: "single_process" },
      "REDIS_URL is not set: other processes hear of a change up to two seconds later. Run one process, or set it.",
    );
}

/** Retries until the database answers. An unusable one ends the process with one line. */
async function checkDatabase(): Promise<void> {
  for (;;)
    try {
      return await runtime().checkDatabase();
    } catch (error) {
      if (error instanceof EncodingError) {
        console.error(`DATABASE_URL ${error.message}`);
        process.exit(1);
      }
      await delay(CHECK_MS, undefined, { ref: false });
    }
}
