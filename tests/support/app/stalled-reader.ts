import { get, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import { LONG_MESSAGE } from "@/tests/support/long-message";

import { PRODUCER_KEY } from "./settings";
import { bearer, type System } from "./system";

const BACKLOG = 1_000;

/** A stream whose client has stopped reading after its `sync`. */
export async function openStalledReader(url: string, userId: string): Promise<{ close(): void }> {
  const headers = await bearer(userId);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/api/notifications/stream`, { headers, agent: false }, resolve).on("error", reject);
  });
  // It may be cut off.
  response.setEncoding("utf8").on("error", () => {});
  for await (const chunk of response.iterator({ destroyOnReturn: false }))
    if (String(chunk).includes("event: sync")) break;
  response.pause();
  return { close: () => response.destroy() };
}

/** Gives a user who has none so many notifications: by default more than the kernel keeps for a client that does not read. */
export async function sendBacklog({ sql }: System, userId: string, count = BACKLOG): Promise<void> {
  await sql`insert into notification_feeds (user_id, head_seq, unread_count) values (${userId}, ${count}, ${count})`;
  await sql`
    insert into notifications (id, user_id, type, message, created_at, seq)
    select gen_random_uuid(), ${userId}, 'test', ${LONG_MESSAGE}, now(), n from generate_series(1, ${count}::int) as n`;
}

/** Waits until the client that does not read has all that the kernel holds for it: events were delivered, and no more are. */
export async function untilStalled(system: System): Promise<void> {
  const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
  const delivered = async (): Promise<number> => {
    const metrics = await (await system.fetch("/api/metrics", { headers })).text();
    const counts = [...metrics.matchAll(/^notifications_events_delivered_total\S* (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  };
  for (let before = 0; ;) {
    const now = await delivered();
    if (now > 0 && now === before) return;
    before = now;
    await delay(1_000);
  }
}
