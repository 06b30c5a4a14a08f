import type { Outcome, Verdict } from "@/tests/load/bench/row";
import type { Stage } from "@/tests/load/bench/stage";
import { largest, median, percentile } from "@/tests/load/bench/statistics";
import { sumOf } from "@/tests/load/bench/verdicts";

/** Redis is stopped, for good; then users are notified one after the other, and all at once. */
export async function withoutRedis(stage: Stage): Promise<Outcome> {
  await stage.stopRedis();
  const singles: number[] = [];
  const verdicts: Verdict[] = [];
  for (const user of stage.users.slice(0, stage.plan.withoutRedis)) {
    const accepted = await stage.producer.post([user]);
    await stage.arrival(1);
    const { latencies, verdict } = await stage.judge([accepted]);
    singles.push(...latencies);
    verdicts.push(verdict);
  }
  const accepted = await stage.broadcast();
  await stage.arrival(stage.users.length);
  const { latencies, verdict } = await stage.judge(accepted);
  return {
    workload: "without-redis",
    title: `Redis stopped, ${stage.users.length.toLocaleString("en")} streams`,
    figures: {
      "single, p50": { value: median(singles), unit: "ms", rounds: "median" },
      "single, p99": { value: percentile(singles, 0.99), unit: "ms", rounds: "median" },
      "last of a broadcast": { value: largest(latencies), unit: "ms", rounds: "median" },
      slowest: { value: largest([...singles, ...latencies]), unit: "ms", rounds: "largest" },
    },
    ...sumOf([...verdicts, verdict]),
  };
}
