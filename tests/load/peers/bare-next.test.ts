import { inject, expect, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { bareNext, buildBareNext } from "@/tests/load/peers/bare-next/contender";

import { Client } from "./client";

it("opens event streams and answers producers, and does nothing else", async () => {
  await buildBareNext();
  const { url, stop } = await bareNext.start({ databaseUrl: "", redisUrl: inject("redisUrl") });
  try {
    const client = await Client.open(bareNext, url, {});
    const body = JSON.stringify({ user_ids: ["somebody"], type: "test", message: "Hello" });
    const answer = await fetch(`${url}/api/internal/notifications`, { method: "POST", body });
    expect(answer.status).toBe(201);
    expect(AppendResponse.parse(await answer.json()).notifications).toHaveLength(1);
    expect(client.ids).toEqual([]);
    client.close();
  } finally {
    await stop();
  }
});
