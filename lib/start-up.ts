import { openPool } from "@/db/client";

import { env, InvalidEnvError } from "./env";
import { runtime } from "./runtime";

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
  const { sql, endStreams } = runtime();
  void openPool(sql);
  // Next waits for open responses when it is asked to stop; a stream would keep it waiting for ever.
  process.once("SIGTERM", endStreams);
  process.once("SIGINT", endStreams);
  if (env().redis === undefined)
    console.warn("REDIS_URL is not set: live delivery within this process only. Run one process, or set it.");
}
