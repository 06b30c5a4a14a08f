import type { Scenario } from "@/tests/chaos/scenario";

const TIMES = 3;

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
