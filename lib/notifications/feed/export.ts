import { AsyncLocalStorage } from "node:async_hooks";

import type { Database } from "../../../db/connection/client";
import { exportFeed } from "../../../db/feed/export";
import type { ListedRow } from "../../../db/feed/notification";
import type { ListedNotification } from "../contract";
import { log } from "../telemetry/log";
import { toPayload } from "./frames";

interface NotificationsExport {
  /** The feed position of its last notification or change. */
  position: number;
  /** A JSON array, oldest first, one notification a line. */
  json: ReadableStream<Uint8Array>;
}

/**
 * All notifications of a user, read or not, on behalf of a producer. They are read from the database only as fast as the client
 * takes them. An export that fails breaks off: it never looks complete.
 */
export async function exportNotifications(
  { sql }: { sql: Database },
  userId: string,
  producer: string,
): Promise<NotificationsExport> {
  const { position, pages } = await exportFeed(sql, userId);
  return { position, json: streamOf(jsonArray(pages, producer)) };
}

/** Makes a chunk whenever the reader has room for one. Log lines still name the request. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  const inRequest = AsyncLocalStorage.snapshot();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await inRequest(() => chunks.next());
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await inRequest(() => chunks.return(undefined));
      },
    },
    { highWaterMark: 0 },
  );
}

async function* jsonArray(pages: AsyncIterable<readonly ListedRow[]>, producer: string): AsyncGenerator<Uint8Array> {
  let count = 0;
  let outcome: "complete" | "failed" | "aborted" = "aborted";
  try {
    yield Buffer.from("[");
    for await (const page of pages) {
      const separator = count === 0 ? "\n" : ",\n";
      count += page.length;
      yield Buffer.from(separator + page.map((row) => JSON.stringify(toListed(row))).join(",\n"));
    }
    yield Buffer.from("\n]\n");
    outcome = "complete";
  } catch (error) {
    outcome = "failed";
    log().warn({ event: "export_failed", err: error }, "An export broke off.");
    // Cuts the connection. Next logs nothing about an abort, and about any other error all that the driver says.
    throw new DOMException("the export broke off", "AbortError");
  } finally {
    log().info({ event: "notifications_exported", producer, count, outcome }, "Exported one user's notifications.");
  }
}

function toListed(row: ListedRow): ListedNotification {
  return { ...toPayload(row), read_at: row.readAt?.toISOString() ?? null };
}
