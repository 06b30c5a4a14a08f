import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { Follower } from "@/tests/support/follower";
import { startNginx } from "@/tests/support/nginx";
import type { Nginx } from "@/tests/support/nginx-process";
import { bearer, System } from "@/tests/support/system";
import { upTo } from "@/tests/support/up-to";

const USERS = 20;

let system: System;
let nginx: Nginx;

beforeAll(async () => {
  system = await System.start({ instances: 2 });
  nginx = await startNginx(system.apps.map(({ url }) => url));
});
afterAll(async () => {
  await nginx.stop();
  await system.stop();
});

it("a rolling restart behind a proxy fails no request, and loses, repeats and reorders nothing", async () => {
  const users = await system.addUsers(USERS);
  const followers = users.map((userId) => new Follower(nginx.url, userId));
  /** How often each kind of request was answered how. */
  const answers = new Map<string, number>();
  const finished = new AbortController();

  async function keepAsking(kind: string, ask: (userId: string) => Promise<Response>): Promise<void> {
    while (!finished.signal.aborted) {
      const response = await ask(users[Math.floor(Math.random() * USERS)] ?? "").catch(() => null);
      await response?.arrayBuffer();
      const answer = `${kind} ${response?.status ?? "broken"}`;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  }

  const send = (userId: string): Promise<Response> => {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    return system.produce({ user_id: userId, type: "test", message: "Hello" }, headers, nginx.url);
  };
  const list = async (userId: string): Promise<Response> =>
    system.fetch("/api/notifications?limit=5", { headers: await bearer(userId) }, nginx.url);
  const acknowledge = async (userId: string): Promise<Response> => {
    const headers = { ...(await bearer(userId)), "Content-Type": "application/json" };
    const body = JSON.stringify({ through: "3" });
    return system.fetch("/api/notifications/read", { method: "POST", headers, body }, nginx.url);
  };
  const load = [send, send, send, list, acknowledge].map((ask) => keepAsking(ask.name, ask));

  try {
    await vi.waitUntil(() => followers.every(({ positions }) => positions.length > 3), 20_000);
    for (const instance of [0, 1]) {
      // Null would mean that it had to be killed.
      expect(await system.restart(instance)).not.toBeNull();
      const sent = answers.get("send 201") ?? 0;
      await vi.waitUntil(() => (answers.get("send 201") ?? 0) > sent + 20, 10_000);
    }
    finished.abort();
    await Promise.all(load);

    expect([...answers.keys()].toSorted()).toEqual(["acknowledge 204", "list 200", "send 201"]);
    const [stored] = await system.sql<[{ count: number }]>`select count(*)::int from notifications`;
    expect(stored.count).toBe(answers.get("send 201"));

    const feeds = await system.sql<{ user_id: string; head: number }[]>`
      select user_id, head_seq::int as head from notification_feeds`;
    const heads = new Map(feeds.map(({ user_id, head }) => [user_id, head]));
    for (const [index, follower] of followers.entries()) {
      const head = heads.get(users[index] ?? "") ?? 0;
      await vi.waitUntil(() => follower.positions.length >= head, 10_000);
      expect(follower.positions).toEqual(upTo(head));
      expect(new Set(follower.statuses)).toEqual(new Set([200]));
    }
    // Each instance ended its streams, so those who were on it came back.
    expect(followers.some(({ statuses }) => statuses.length > 1)).toBe(true);
  } finally {
    finished.abort();
    for (const follower of followers) follower.close();
  }
}, 120_000);
