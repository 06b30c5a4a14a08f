import type { Scenario } from "@/tests/chaos/scenario";

const TIMES = 3;

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
