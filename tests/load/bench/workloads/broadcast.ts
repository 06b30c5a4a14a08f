import type { Outcome, Verdict } from "@/tests/load/bench/row";
import type { Stage } from "@/tests/load/bench/stage";
import { largest, median, smallest } from "@/tests/load/bench/statistics";
import { sumOf } from "@/tests/load/bench/verdicts";

/** Everybody who has a stream is notified at once, several times. */
export async function broadcast(stage: Stage): Promise<Outcome> {
  const first: number[] = [];
  const last: number[] = [];
  const cpu: number[] = [];
  const verdicts: Verdict[] = [];
  for (let time = 0; time < stage.plan.broadcasts; time++) {
    const spent = stage.meter();
    const accepted = await stage.broadcast();
    await stage.arrival(stage.users.length);
    cpu.push(spent().app);
    const { latencies, verdict } = await stage.judge(accepted);
    first.push(smallest(latencies));
    last.push(largest(latencies));
    verdicts.push(verdict);
  }
  return {
    workload: "broadcast",
    title: `One POST to all ${stage.users.length.toLocaleString("en")}`,
    figures: {
      first: { value: median(first), unit: "ms", rounds: "median" },
      last: { value: median(last), unit: "ms", rounds: "median" },
      slowest: { value: largest(last), unit: "ms", rounds: "largest" },
      "CPU an event": { value: (median(cpu) * 1e6) / stage.users.length, unit: "µs", rounds: "median" },
    },
    ...sumOf(verdicts),
  };
}
