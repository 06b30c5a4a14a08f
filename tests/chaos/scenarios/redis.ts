import { setTimeout as delay } from "node:timers/promises";

import type { Scenario } from "@/tests/chaos/scenario";

const TIMES = 3;
const FROZEN_MS = 5_000;
/** Longer still than Redis has for an answer. */
const SHORT_FROZEN_MS = 3_000;

export const redisKilled: Scenario = {
  name: "Redis killed, started 4 s later",
  withinTwoSeconds: true,
  async run({ stage, flow, log }) {
    const { redis } = stage.backing;
    await redis.kill();
    log("Redis is killed");
    await flow(4);
    await redis.start();
    log("Redis is back");
    await flow(6);
  },
};

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

export const redisRestartedEmpty: Scenario = {
  name: "Redis restarted empty, three times in a row",
  withinTwoSeconds: true,
  async run({ stage, flow, log }) {
    const { redis } = stage.backing;
    for (let time = 0; time < TIMES; time++) {
      await redis.kill();
      await redis.start();
      log("Redis is restarted");
      await flow(3);
    }
  },
};

export const redisFlushed: Scenario = {
  name: "Redis flushed and its subscribers cut off (FLUSHALL, CLIENT KILL TYPE pubsub), three times",
  withinTwoSeconds: true,
  async run({ stage, flow, log }) {
    for (let time = 0; time < TIMES; time++) {
      await stage.backing.redis.forget();
      log("Redis is flushed, its subscribers are cut off");
      await flow(3);
    }
  },
};

export const redisGone: Scenario = {
  name: "Redis gone for good",
  withinTwoSeconds: true,
  async run({ stage, load, flow, log, problem }) {
    await stage.backing.redis.kill();
    log("Redis is killed");
    await flow(5);
    for (const { url } of stage.instances) {
      const response = await fetch(`${url}/api/health/ready`);
      const { status } = (await response.json()) as { status: string };
      if (response.status !== 200 || status !== "degraded") problem(`ready says ${response.status} ${status}`);
    }
    await flow(5);
    // Settled here already: with Redis back it would prove less.
    await load.settle();
  },
};
