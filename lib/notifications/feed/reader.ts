import DataLoader from "dataloader";

import type { Database } from "../../../db/connection/client";
import { moved, replay, type ReplayRequest, type ReplayPage } from "../../../db/feed/replay";
import type { FeedReader } from "../stream/feed-reader";
import { log } from "../telemetry/log";
import { feedChange, syncFrame } from "./frames";

/**
 * Reads that fall in this window share queries, up to 500 in each. A crowd that reconnects comes in some milliseconds
 * apart, as fast as a process takes connections.
 */
const BATCH_WINDOW_MS = 10;
const MAX_BATCH = 500;

/** Reads feeds from Postgres for the streams. Logs an outage once, when it begins. */
export function feedReader(sql: Database): FeedReader {
  const pages = new DataLoader<ReplayRequest, ReplayPage>((requests) => replay(sql, requests), {
    cache: false,
    maxBatchSize: MAX_BATCH,
    batchScheduleFn: (dispatch) => setTimeout(dispatch, BATCH_WINDOW_MS),
  });
  let isFailing = false;
  return {
    async read(userId, after, limit) {
      try {
        const { changes, ...state } = await pages.load({ userId, position: after, limit });
        isFailing = false;
        return { ...state, changes: changes.map(feedChange) };
      } catch (error) {
        if (!isFailing) log().error({ event: "feed_read_failed", err: error }, "Feeds cannot be read.");
        isFailing = true;
        throw error;
      }
    },
    moved: (known) => moved(sql, known),
    syncFrame,
  };
}
