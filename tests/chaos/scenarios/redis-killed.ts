import type { Scenario } from "@/tests/chaos/scenario";

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
