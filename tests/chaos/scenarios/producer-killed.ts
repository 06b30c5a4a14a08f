import type { Scenario } from "@/tests/chaos/scenario";
import { until } from "@/tests/support/until";

const PER_ROUND = 20;
const [DOOMED, OTHER] = [0, 1];

/**
 * The first instance's PUBLISHes never reach Redis, and it dies as soon as its rows are committed: the streams, which
 * are all on the other instance, have nothing but its sweep.
 */
export const producerKilled: Scenario = {
  name: "Producer's instance killed between commit and publish",
  withinTwoSeconds: true,
  stage: () => ({ proxied: ["redis"] }),
  load: { entrance: OTHER },
  async run({ stage, load, sql, random, short, flow, log }) {
    const instance = stage.instances[DOOMED];
    const wire = stage.wires.redis[DOOMED];
    const entrance = stage.entrances[DOOMED];
    if (!instance || !wire || entrance === undefined) throw new Error("nobody to kill");
    for (let round = 0; round < (short ? 1 : 4); round++) {
      wire.freeze("up");
      const message = `Nobody is told, round ${round}`;
      for (const user of random.sample(load.users, PER_ROUND)) void load.producer.send([user], message, entrance);
      await until("the rows are committed", 10_000, async () => {
        const [row] = await sql<{ count: number }[]>`
          select count(*)::int from notifications
          where message = ${message} and user_id = any(${load.users}::uuid[])`;
        return row?.count === PER_ROUND;
      });
      await instance.kill();
      log(`${PER_ROUND} committed, and their instance is killed`);
      await flow(3);
      await wire.heal();
      await instance.start();
      await flow(1);
    }
  },
};
