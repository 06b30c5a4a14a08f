import type { Scenario } from "@/tests/chaos/scenario";

const POSTGRES_RESTARTS = 2;

export const baseline: Scenario = {
  name: "Nothing goes wrong",
  withinTwoSeconds: true,
  run: ({ flow }) => flow(10),
};

export const postgresRestarted: Scenario = {
  name: "Postgres shut down at once (SIGQUIT) and started 1 s later, twice",
  withinTwoSeconds: false,
  async run({ stage, flow, log }) {
    const { postgres } = stage.backing;
    for (let time = 0; time < POSTGRES_RESTARTS; time++) {
      await postgres.crash();
      log("Postgres is down");
      await flow(1);
      await postgres.start();
      log("Postgres is back");
      await flow(6);
    }
  },
};

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
