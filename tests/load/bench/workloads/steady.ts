import { setTimeout as delay } from "node:timers/promises";

import { now } from "@/tests/load/bench/crowd/clock";
import type { Rate } from "@/tests/load/bench/plan";
import type { Accepted } from "@/tests/load/bench/producer";
import type { Outcome } from "@/tests/load/bench/row";
import type { Stage, Workload } from "@/tests/load/bench/stage";
import { largest, percentile } from "@/tests/load/bench/statistics";

/** Events at a steady rate to users at random, in requests of many recipients. */
export const batches: Workload = (stage) => steady(stage, "batches", stage.plan.batches);

/** The same with a request for each event, so that the cost of a request counts. */
export const singles: Workload = (stage) => steady(stage, "singles", stage.plan.singles);

async function steady(stage: Stage, name: "batches" | "singles", rate: Rate): Promise<Outcome> {
  const { eventsPerSecond, eventsPerPost, seconds } = rate;
  const events = eventsPerSecond * seconds;
  const recipients = Array.from({ length: events / eventsPerPost }, () => somebody(stage.users, eventsPerPost));
  const spent = stage.meter();
  const sent: Promise<Accepted>[] = [];
  const startedAt = now();
  for (const [index, users] of recipients.entries()) {
    const due = startedAt + (index * eventsPerPost * 1000) / eventsPerSecond;
    if (due > now()) await delay(due - now());
    const answer = stage.producer.post(users);
    // It may fail before it is waited for.
    answer.catch(() => {});
    sent.push(answer);
  }
  const accepted = await Promise.all(sent);
  await stage.arrival(recipients.flat().length);
  const cpu = spent();
  const { latencies, verdict } = await stage.judge(accepted);

  const perEvent = (cpuSeconds: number) =>
    ({ value: (cpuSeconds * 1e6) / events, unit: "µs", rounds: "median" }) as const;
  const latency = (share: number) => ({ value: percentile(latencies, share), unit: "ms", rounds: "median" }) as const;
  return {
    workload: name,
    title: `${eventsPerSecond.toLocaleString("en")} events/s, ${eventsPerPost} to a POST`,
    figures: {
      p50: latency(0.5),
      p95: latency(0.95),
      p99: latency(0.99),
      slowest: { value: largest(latencies), unit: "ms", rounds: "largest" },
      "CPU an event": perEvent(cpu.app),
      "Postgres an event": perEvent(cpu.postgres),
      "Redis an event": perEvent(cpu.redis),
    },
    ...verdict,
  };
}

/** So many of them at random, each once. */
function somebody(users: readonly string[], count: number): string[] {
  const chosen = new Set<string>();
  while (chosen.size < Math.min(count, users.length)) {
    const user = users[Math.floor(Math.random() * users.length)];
    if (user !== undefined) chosen.add(user);
  }
  return [...chosen];
}
