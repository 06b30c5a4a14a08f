import { setTimeout as delay } from "node:timers/promises";

import { now } from "@/tests/load/bench/crowd/clock";
import type { Outcome } from "@/tests/load/bench/row";
import type { Stage } from "@/tests/load/bench/stage";

const MISSED = 2;
const LATE_MS = 1_200;

/** All are dropped at once, miss two notifications, and come back at once from where they were. */
export async function storm(stage: Stage): Promise<Outcome> {
  const { crowd, plan, users } = stage;
  const spentOnDrop = stage.meter();
  await crowd.ask("drop", null);
  await stage.quiet();
  const drop = spentOnDrop();
  const missed = [];
  for (let time = 0; time < MISSED; time++) missed.push(...(await stage.broadcast()));
  await stage.quiet();

  const spent = stage.meter();
  const startedAt = now();
  const { slowest, failures } = await crowd.ask("open", { atOnce: plan.stormAtOnce });
  await stage.arrival(MISSED * users.length);
  const milliseconds = now() - startedAt;
  const cpu = spent();
  // The sweep comes every second: what it brings a second time is to be seen here.
  await delay(LATE_MS);
  const { verdict } = await stage.judge(missed);

  if (failures[0] !== undefined) console.warn(`${failures.length} streams did not come back: ${failures[0]}`);
  return {
    workload: "storm",
    title: `${users.length.toLocaleString("en")} dropped and back, ${MISSED} missed`,
    figures: {
      "caught up": { value: milliseconds / 1000, unit: "s", rounds: "median" },
      CPU: { value: cpu.app, unit: "s", rounds: "median" },
      slowest: { value: slowest, unit: "ms", rounds: "largest" },
      "CPU of the drop": { value: drop.app, unit: "s", rounds: "median" },
    },
    ...verdict,
  };
}
