import { setTimeout as delay } from "node:timers/promises";

import type { Scenario } from "@/tests/chaos/scenario";

/** Not shortened: a freeze has to outlast what a connection tolerates. */
const FROZEN_MS = 5_000;

export const redisFrozen: Scenario = {
  name: "Redis frozen for 5 s (SIGSTOP), connections stay open",
  withinTwoSeconds: true,
  async run({ stage, flow, log }) {
    const { redis } = stage.backing;
    redis.freeze();
    log("Redis is frozen");
    await delay(FROZEN_MS);
    redis.thaw();
    log("Redis goes on");
    await flow(6);
  },
};
