import { setTimeout as delay } from "node:timers/promises";

import type { Http2Client, Http2EventStream } from "./http2-client";

export interface Follower {
  readonly positions: number[];
  readonly notificationIds: string[];
  readonly statuses: number[];
  close(): void;
}

/** Follows a feed from its beginning as an EventSource does, on the connection that all share. */
export function follow(browser: Http2Client, cookie: { cookie: string }): Follower {
  const streams: Http2EventStream[] = [];
  const closing = new AbortController();
  const positions = (): number[] => streams.flatMap((stream) => stream.positions);
  void (async () => {
    while (!closing.signal.aborted) {
      const stream = await browser.openStream({
        ...cookie,
        "last-event-id": String(positions().at(-1) ?? 0),
      });
      streams.push(stream);
      await stream.ended;
      const retry = /^retry: (\d+)$/gm;
      const reconnectMs = Number([...stream.raw.matchAll(retry)].at(-1)?.[1] ?? 0);
      await delay(reconnectMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  })();
  return {
    get positions() {
      return positions();
    },
    get notificationIds() {
      return streams.flatMap((stream) => stream.notificationIds);
    },
    get statuses() {
      return streams.map(({ status }) => status);
    },
    close: () => {
      closing.abort();
      streams.at(-1)?.close();
    },
  };
}
