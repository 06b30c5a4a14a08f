import { expect, it } from "vitest";

import { PRODUCER_KEY, token } from "@/tests/support/app/settings";
import { StreamClient } from "@/tests/support/app/stream-client";

import type { Scene } from "./buses.test";

export function itEndsStreams(scene: Scene): void {
  /** A stream on every process. */
  const openEverywhere = (open: (url: string) => Promise<StreamClient>): Promise<StreamClient[]> =>
    Promise.all(scene.system.apps.map(async ({ url }) => (await open(url)).synced()));

  it("ends all streams of a user when the application says so, and they go on where they were", async () => {
    const { system, user } = scene;
    const [other] = (await system.addUsers(1)) as [string];
    const streams = await openEverywhere((url) => system.openStream(user, undefined, url));
    const others = await openEverywhere((url) => system.openStream(other, undefined, url));
    await system.notify(user);
    for (const stream of streams) await stream.until(({ positions }) => positions.length === 1);

    const init = { method: "DELETE", headers: { Authorization: `Bearer ${PRODUCER_KEY}` } };
    const answer = await system.fetch(`/api/internal/users/${user}/streams`, init);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    for (const stream of streams) {
      await stream.ended;
      expect(stream.raw).toMatch(/\n\nretry: [123]\d\d\n\n$/);
    }

    await system.notify(user);
    await system.notify(other);
    for (const stream of await openEverywhere((url) => system.openStream(user, 1, url))) {
      expect(stream.positions).toEqual([2]);
      stream.close();
    }
    for (const stream of others) {
      await stream.until(({ positions }) => positions.length === 1);
      stream.close();
    }
  });

  it("ends all streams of a user when they sign out, and opens none with what is left", async () => {
    const { system, user } = scene;
    const cookie = { Cookie: `session=${await token({ sub: user })}` };
    const streams = await openEverywhere((url) => StreamClient.open(url, cookie));
    const answer = await system.fetch("/api/session", { method: "DELETE", headers: cookie });
    expect(answer.status).toBe(204);
    for (const stream of streams) await stream.ended;
    const left = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await StreamClient.open(system.url, { Cookie: left })).response.status).toBe(401);
  });
}
