import { setTimeout as delay } from "node:timers/promises";

import { residentBytes } from "@/tests/load/bench/processes";
import { NOTHING_LOST, type Outcome } from "@/tests/load/bench/row";
import type { Stage } from "@/tests/load/bench/stage";

/** After a warm-up, opens all streams, which later workloads use, and then lets them be. */
export async function opening(stage: Stage): Promise<Outcome> {
  const { crowd, plan, pids, users } = stage;
  await stage.join(plan.warmUp);
  await crowd.ask("open", { atOnce: plan.openingAtOnce });
  // Next loads a route at its first request.
  for (const user of users.slice(0, plan.warmUp)) await stage.producer.post([user]);
  await stage.broadcast(users.slice(0, plan.warmUp));
  await crowd.ask("leave", null);
  await stage.quiet();

  await stage.join(users.length);
  const before = residentBytes(pids);
  const spent = stage.meter();
  const { milliseconds, slowest, failures } = await crowd.ask("open", { atOnce: plan.openingAtOnce });
  const cpu = spent();
  const spentIdle = stage.meter();
  await delay(plan.idleSeconds * 1000);
  const idle = spentIdle();
  const memory = (residentBytes(pids) - before) / users.length;

  if (failures[0] !== undefined) console.warn(`${failures.length} streams did not open: ${failures[0]}`);
  return {
    workload: "opening",
    title: `Opening ${users.length.toLocaleString("en")} streams`,
    figures: {
      time: { value: milliseconds / 1000, unit: "s", rounds: "median" },
      CPU: { value: cpu.app, unit: "s", rounds: "median" },
      "slowest stream": { value: slowest, unit: "ms", rounds: "largest" },
      "memory of an idle stream": { value: memory / 1024, unit: "KB", rounds: "median" },
      "all idle": { value: (idle.app * 100) / plan.idleSeconds, unit: "%", rounds: "median" },
    },
    ...NOTHING_LOST,
    accepted: users.length,
    lost: failures.length,
  };
}
