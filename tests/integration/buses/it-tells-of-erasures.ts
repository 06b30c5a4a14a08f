import { expect, it } from "vitest";

import { PRODUCER_KEY } from "@/tests/support/app/settings";
import type { StreamClient } from "@/tests/support/app/stream-client";

import type { Scene } from "./buses.test";

/** One process is asked to erase, the other one has the stream. */
export function itTellsOfErasures(scene: Scene): void {
  const open = async (lastEventId?: number): Promise<StreamClient> =>
    (await scene.system.openStream(scene.user, lastEventId, scene.urls[1])).synced();

  async function erase(): Promise<void> {
    const init = { method: "DELETE", headers: { Authorization: `Bearer ${PRODUCER_KEY}` } };
    const answer = await scene.system.fetch(`/api/internal/users/${scene.user}/notifications`, init);
    expect(answer.status).toBe(204);
  }

  const lastSync = (client: StreamClient): unknown => JSON.parse(client.named("sync").at(-1)?.data ?? "null");

  const incomplete = (position: number): unknown => ({
    type: "SYNC",
    payload: { position: String(position), replayed: 0, complete: false, unread: 0 },
  });

  it("tells a stream at the head that its list is erased, and goes on from there", async () => {
    const { system, user } = scene;
    await system.notifyMany(user, 2);
    const client = await open(0);
    await erase();
    await client.until(({ events }) => events.at(-1)?.id === "3");
    expect(client.events.at(-1)?.event).toBe("sync");
    expect(lastSync(client)).toEqual(incomplete(3));
    await system.notify(user);
    await client.until(({ positions }) => positions.at(-1) === 4);
    expect(client.positions).toEqual([1, 2, 4]);
    expect(client.named("sync")).toHaveLength(2);
    client.close();
  });

  it("tells a stream that had stalled of the erasure, once it reads again", async () => {
    const { system, user } = scene;
    await system.notify(user);
    const client = await open();
    // More than the kernel and the process hold for a client that does not read.
    await system.sql`
      insert into notifications (id, user_id, type, message, created_at, seq)
      select gen_random_uuid(), ${user}, 't', repeat('x', 2000), now(), n from generate_series(2, 10000) as n`;
    await system.sql`update notification_feeds set head_seq = 10000, unread_count = 10000 where user_id = ${user}`;
    await client.until(({ positions }) => positions.length > 0);
    client.pause();
    await erase();
    client.resume();
    await client.until(() => client.named("sync").length === 2);
    expect(lastSync(client)).toEqual(incomplete(10_001));
    const before = client.positions;
    expect(before).toEqual(before.map((_, index) => index + 2));
    expect(before.length).toBeLessThan(9_999);
    await system.notify(user);
    await client.until(({ positions }) => positions.length > before.length);
    expect(client.positions).toEqual([...before, 10_002]);
    client.close();
  });

  it("tells open streams of a user who is deleted, in under two seconds", async () => {
    const { system, user } = scene;
    await system.notifyMany(user, 2);
    const client = await open();
    const deletedAt = Date.now();
    await system.sql`delete from users where id = ${user}`;
    await client.until(() => client.named("sync").length === 2);
    expect(Date.now() - deletedAt).toBeLessThan(2_000);
    expect(lastSync(client)).toEqual(incomplete(0));
    client.close();
  });
}
