import { get, type IncomingMessage } from "node:http";

import { vi } from "vitest";

import { eventParser } from "./event-parser";
import { LONG_MESSAGE } from "./long-message";
import { bearer, type System } from "./system";

const BACKLOG = 1_000;
const AT_ONCE = 10;

/** A stream whose client has stopped reading after its `sync`. */
export interface StalledReader {
  /** The client's end of the connection. */
  port: number;
  /** Reads again until `count` changes are there, and returns their positions. */
  readUntil(count: number): Promise<number[]>;
  close(): void;
}

export async function openStalledReader(url: string, userId: string): Promise<StalledReader> {
  const headers = await bearer(userId);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/api/notifications/stream`, { headers, agent: false }, resolve).on("error", reject);
  });
  const parse = eventParser();
  const positions: number[] = [];
  let synced = false;
  response
    .setEncoding("utf8")
    .on("data", (chunk: string) => {
      for (const { id, event } of parse(chunk))
        if (event === "message" && id !== "") positions.push(Number(id));
        else synced ||= event === "sync";
    })
    // It may be cut off, which its reader finds out by what is missing.
    .on("error", () => {});
  await vi.waitUntil(() => synced);
  response.pause();
  return {
    port: response.socket.localPort ?? 0,
    readUntil: async (count) => {
      response.resume();
      await vi.waitUntil(() => positions.length >= count, { timeout: 30_000 });
      return positions;
    },
    close: () => response.destroy(),
  };
}

/** Notifies these users, by default of more than the kernel keeps for a client that does not read. Returns how often. */
export async function sendBacklog(system: System, userIds: readonly string[], count = BACKLOG): Promise<number> {
  const body = { user_ids: userIds, type: "test", message: LONG_MESSAGE };
  for (let sent = 0; sent < count; sent += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => system.produce(body)));
  return count;
}
