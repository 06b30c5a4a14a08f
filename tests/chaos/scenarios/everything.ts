import { setTimeout as delay } from "node:timers/promises";

import { type Fault, faultsOf } from "@/tests/chaos/faults";
import type { Random } from "@/tests/chaos/random";
import type { Scenario } from "@/tests/chaos/scenario";

/** Seconds between the beginnings of two faults. */
const GAP = [0.2, 1.5] as const;
const LASTS = [0.5, 6] as const;
/** What came back has a moment before it may go again. */
const RECOVERY = 3;
const SILENCE_MS = 5_000;

interface Planned {
  /** Seconds from the beginning. */
  at: number;
  seconds: number;
  fault: Fault;
  random: Random;
}

export const everything: Scenario = {
  name: "Everything at random, overlapping",
  withinTwoSeconds: false,
  stage: () => ({ proxied: ["clients", "redis", "postgres"] }),
  load: { silenceMs: SILENCE_MS },
  async run({ stage, load, random, randomSeconds, log, note }) {
    const planned = plan(faultsOf(stage, load), randomSeconds, random);
    /** A fault waits for the one before it on the same part, should that take longer than planned. */
    const busy = new Map<string, Promise<void>>();
    const startedAt = performance.now();
    for (const { at, seconds, fault, random } of planned) {
      await delay(Math.max(0, startedAt + at * 1000 - performance.now()));
      const play = async (): Promise<void> => {
        log(fault.end ? `${fault.name}, for ${seconds.toFixed(1)} s` : fault.name);
        await fault.begin(random);
        if (!fault.end) return;
        await delay(seconds * 1000);
        await fault.end();
      };
      busy.set(fault.part, (busy.get(fault.part) ?? Promise.resolve()).then(play));
    }
    await Promise.all(busy.values());
    note(`${planned.length} faults`);
  },
};

/** Which faults begin when: told by `random` alone. */
function plan(faults: readonly Fault[], length: number, random: Random): Planned[] {
  const planned: Planned[] = [];
  const freeAt = new Map<string, number>();
  for (let at = 0; at < length; at += random.between(...GAP)) {
    const fault = random.pick(faults);
    const seconds = random.between(...LASTS);
    if ((freeAt.get(fault.part) ?? 0) > at) continue;
    freeAt.set(fault.part, at + seconds + RECOVERY);
    planned.push({ at, seconds, fault, random: random.fork(String(planned.length)) });
  }
  return planned;
}
