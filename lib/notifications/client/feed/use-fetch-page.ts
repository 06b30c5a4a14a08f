import { useCallback } from "react";

import type { LiveConnection } from "../connection/connection";
import { isBeyond, type Outbox } from "../outbox/outbox";
import { askPosition, fetchPage, isSignedOut, type Snapshot } from "../requests/api";

interface FetchPageOptions {
  userId: string;
  endpoint: string;
  live: LiveConnection;
  outbox: Outbox;
}

/**
 * Fetches a page of a feed that was at `position` already, and tells the others what its answer means: the connection hears of
 * the position or of a 401, and the outbox drops what was acknowledged in an earlier feed.
 */
export function useFetchPage({ userId, endpoint, live, outbox }: FetchPageOptions) {
  return useCallback(
    async (address: string, position = 0): Promise<Snapshot> => {
      const known = new Set(outbox.entries);
      const page = await fetchPage(address).catch((reason: unknown) => {
        if (isSignedOut(reason)) live.doubt();
        throw reason;
      });
      live.reached(page.position);
      const isAnotherFeed = page.position < position;
      const beyond = outbox.entries.filter(
        (entry) => isBeyond(entry, page.position) && (isAnotherFeed || known.has(entry)),
      );
      // A service worker may have answered from its cache. Only the server's own word may undo what a user has done.
      if (beyond.length > 0)
        askPosition(endpoint, userId).then(
          (reached) => outbox.remove((entry) => beyond.includes(entry) && isBeyond(entry, reached)),
          () => {
            // Then it stays.
          },
        );
      return page;
    },
    [outbox, live, endpoint, userId],
  );
}
