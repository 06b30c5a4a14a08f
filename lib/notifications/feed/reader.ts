import DataLoader from "dataloader";

import type { Database } from "../../../db/connection/client";
import { moved, replay, type ReplayRequest, type ReplayPage } from "../../../db/feed/replay";
import type { FeedPage } from "../stream/cursor";
import type { FeedReader } from "../stream/hub";
import { changeFrame, syncFrame } from "./frames";

/**
 * Reads that fall in this window share queries, up to 500 in each. A crowd that reconnects comes in some milliseconds
 * apart, as fast as a process takes connections.
 */
const BATCH_WINDOW_MS = 10;
const MAX_BATCH = 500;

/** Reads feeds out of Postgres for the streams. */
export function feedReader(sql: Database): FeedReader {
  const pages = new DataLoader<ReplayRequest, ReplayPage>((requests) => replay(sql, requests), {
    cache: false,
    maxBatchSize: MAX_BATCH,
    batchScheduleFn: (dispatch) => setTimeout(dispatch, BATCH_WINDOW_MS),
  });
  return {
    async read(userId, after, limit): Promise<FeedPage> {
      const { changes, ...state } = await pages.load({ userId, position: after, limit });
      return {
        ...state,
        changes: changes.map((change) => ({ position: change.position, frame: changeFrame(change) })),
      };
    },
    moved: (known) => moved(sql, known),
    syncFrame,
  };
}
