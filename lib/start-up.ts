import { openPool } from "@/db/client";

import { env, InvalidEnvError } from "./env";
import { runtime } from "./runtime";
import { handleShutdown } from "./shutdown";
import { cutDeadPeers } from "./stream/dead-peers";
import { keepNodeResponses } from "./stream/node-response";
import { log } from "./telemetry/log";

/**
 * Checks the configuration and starts what the process needs, before the first request. A server that is not
 * configured does not start: it says why, one line per variable.
 */
export function startUp(): void {
  try {
    env();
  } catch (error) {
    if (!(error instanceof InvalidEnvError)) throw error;
    console.error(error.problems.join("\n"));
    process.exit(1);
  }
  const { drainSeconds, redis } = env();
  const { sql, stop, endStreams } = runtime();
  void openPool(sql);
  cutDeadPeers();
  keepNodeResponses();
  handleShutdown({ drainSeconds, onStop: stop, onClose: endStreams });
  if (redis === undefined)
    log().warn(
      { event: "single_process" },
      "REDIS_URL is not set: other processes hear of a change up to two seconds later. Run one process, or set it.",
    );
}
