import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";

const BUILD = readFileSync(".next/BUILD_ID", "utf8");

let system: System;
let user: string;

beforeAll(async () => {
  system = await System.start();
  [user] = (await system.addUsers(1)) as [string];
});
afterAll(() => system.stop());

describe("a route of the API under a name of Next's own, for which a proxy has no rule", () => {
  it.each([
    ["POST", `/_next/data/${BUILD}/api/internal/notifications.json`],
    ["DELETE", `/_next/data/${BUILD}/api/internal/users/USER/notifications.json`],
    ["GET", `/_next/data/${BUILD}/api/internal/users/USER/notifications.json`],
    ["GET", `/_next/data/${BUILD}/api/metrics.json`],
    ["GET", `/_next/data/${BUILD}/api/health/ready.json`],
    ["POST", "/api/internal/notifications.json"],
    ["POST", "/api/internal/notifications.rsc"],
    ["POST", "/api/internal/notifications.segments/_tree.segment.rsc"],
    ["POST", "/api/internal/notifications.action"],
  ])("%s %s is not there", async (method, path) => {
    const response = await system.fetch(path.replace("USER", user), {
      method,
      headers: { Authorization: `Bearer ${PRODUCER_KEY}`, "Content-Type": "application/json" },
      ...(method === "POST" && { body: JSON.stringify({ user_id: user, type: "t", message: "m" }) }),
    });
    await expectProblem(response, 404);
    expect((await system.list(user)).headers.get("x-unread-count")).toBe("0");
  });

  it("nor is a stream", async () => {
    const path = `/_next/data/${BUILD}/api/notifications/stream.json`;
    await expectProblem(await system.fetch(path, { headers: await bearer(user) }), 404);
  });
});

describe("an address or a method that does not exist", () => {
  it("is answered with a problem", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      await expectProblem(await system.fetch("/api/nothing/here", { method, headers: await bearer(user) }), 404);
    await expectProblem(await system.fetch("/api"), 404);
  });
});
