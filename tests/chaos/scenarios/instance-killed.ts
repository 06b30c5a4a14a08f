import type { Scenario } from "@/tests/chaos/scenario";

export const instanceKilled: Scenario = {
  name: "One instance after the other killed (SIGKILL), started again",
  withinTwoSeconds: false,
  async run({ stage, flow, log }) {
    for (const [index, instance] of stage.instances.entries()) {
      await instance.kill();
      log(`instance ${index + 1} is killed`);
      await flow(3);
      await instance.start();
      log(`instance ${index + 1} is back`);
      await flow(5);
    }
  },
};
