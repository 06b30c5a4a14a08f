import type { Scenario } from "@/tests/chaos/scenario";

const ROUNDS = 2;
/** The end of a stream, as announced; and what this side did itself. */
const ORDERLY = new Set(["ended", "closed"]);

export const rollingRestart: Scenario = {
  name: "Rolling restart of both instances behind nginx (SIGTERM), no error seen by anybody",
  withinTwoSeconds: false,
  stage: () => ({ nginx: true }),
  async run({ stage, load, short, flow, log, note, problem }) {
    for (let round = 0; round < (short ? 1 : ROUNDS); round++) {
      for (const [index, instance] of stage.instances.entries()) {
        const code = await instance.stop();
        log(`instance ${index + 1} has exited with ${code}`);
        if (code === null) problem(`instance ${index + 1} did not exit in time`);
        await flow(1);
        await instance.start();
        log(`instance ${index + 1} is back`);
        await flow(3);
      }
    }
    const failures = [...load.producer.failures];
    for (const { endings } of load.devices) failures.push(...[...endings].filter(([why]) => !ORDERLY.has(why)));
    for (const [why, times] of failures) problem(`somebody saw an error: ${why}, ${times} times`);
    note(`${failures.length} errors seen`);
  },
};
