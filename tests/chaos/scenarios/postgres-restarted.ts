import type { Scenario } from "@/tests/chaos/scenario";

const TIMES = 2;

export const postgresRestarted: Scenario = {
  name: "Postgres shut down at once (SIGQUIT) and started 1 s later, twice",
  withinTwoSeconds: false,
  async run({ stage, flow, log }) {
    const { postgres } = stage.backing;
    for (let time = 0; time < TIMES; time++) {
      await postgres.crash();
      log("Postgres is down");
      await flow(1);
      await postgres.start();
      log("Postgres is back");
      await flow(6);
    }
  },
};
