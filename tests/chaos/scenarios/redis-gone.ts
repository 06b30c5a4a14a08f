import type { Scenario } from "@/tests/chaos/scenario";

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
