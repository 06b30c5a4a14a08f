import { expect, it } from "vitest";

import { HEARTBEAT_MS } from "@/lib/notifications/protocol";
import { token } from "@/tests/support/settings";
import { StreamClient } from "@/tests/support/stream-client";
import { ADA, System } from "@/tests/support/system";

it("a stream is pinged, and ended when its session is over", { timeout: 4 * HEARTBEAT_MS }, async () => {
  const system = await System.start();
  try {
    const sessionSeconds = HEARTBEAT_MS / 1000 + 5;
    const headers = { Authorization: `Bearer ${await token({ sub: ADA, expiresIn: sessionSeconds })}` };
    const client = await StreamClient.open(system.url, headers);
    await client.until(() => client.raw.includes("event: ping\ndata: {}\n\n"), 1.5 * HEARTBEAT_MS);
    await client.ended;
    expect(client.named("ping")).not.toHaveLength(0);
  } finally {
    await system.stop();
  }
});
