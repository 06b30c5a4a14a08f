import { setTimeout as delay } from "node:timers/promises";

import type { Scenario } from "@/tests/chaos/scenario";

const FROZEN_MS = 5_000;
/** Longer still than Redis has for an answer. */
const SHORT_FROZEN_MS = 3_000;

export const redisFrozen: Scenario = {
  name: "Redis frozen for 5 s (SIGSTOP), connections stay open",
  withinTwoSeconds: true,
  async run({ stage, short, flow, log }) {
    const { redis } = stage.backing;
    redis.freeze();
    log("Redis is frozen");
    await delay(short ? SHORT_FROZEN_MS : FROZEN_MS);
    redis.thaw();
    log("Redis goes on");
    await flow(6);
  },
};
