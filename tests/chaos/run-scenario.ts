import { setTimeout as delay } from "node:timers/promises";

import type postgres from "postgres";

import { isFaultless, verdict, type Verdict } from "./ledger";
import { Load, type Size } from "./load";
import { Random } from "./random";
import type { Act, Scenario } from "./scenario";
import type { Stages } from "./stages";

const PROMISED_MS = 2_000;

export interface RunOptions {
  seed: number;
  short: boolean;
  randomSeconds: number;
  size: Size;
}

/** How a scenario went. */
export interface Result {
  scenario: Scenario;
  /** Missing when the scenario could not be played to its end. */
  verdict?: Verdict;
  /** Slowest delivery in milliseconds to a stream that was connected from commit to receipt. */
  slowest: number;
  notes: string[];
  problems: string[];
  /** What was done when. */
  timeline: string[];
}

/** Plays a scenario, and shows `watch` its counters. Never rejects. */
export async function runScenario(
  scenario: Scenario,
  stages: Stages,
  sql: postgres.Sql,
  options: RunOptions,
  watch: (load: Load) => void,
): Promise<Result> {
  const result: Result = { scenario, slowest: 0, notes: [], problems: [], timeline: [] };
  const random = new Random(options.seed).fork(scenario.name);
  const startedAt = performance.now();
  const log = (text: string): void => {
    result.timeline.push(`${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${text}`);
  };
  let load: Load | undefined;
  try {
    const stage = await stages.open(scenario.stage?.() ?? {});
    load = new Load(stage, sql, random.fork("load"), options.size, scenario.load);
    watch(load);
    await load.connect();
    log(`${load.devices.length} devices are connected`);
    load.begin();
    const act: Act = {
      stage,
      load,
      sql,
      random,
      short: options.short,
      randomSeconds: options.randomSeconds,
      flow: (seconds) => delay((options.short ? Math.max(0.7, seconds / 5) : seconds) * 1000),
      log,
      note: (text) => result.notes.push(text),
      problem: (text) => result.problems.push(text),
    };
    await act.flow(2);
    await scenario.run(act);
    await stage.heal();
    log("healed");
    await load.settle();
    log("settled");
    result.verdict = verdict(await load.evidence());
    result.slowest = load.slowest;
    result.problems.push(...load.problems, ...shortcomings(result, load));
  } catch (error) {
    result.problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    load?.close();
  }
  // What went wrong here must not go on in the next one.
  if (result.problems.length > 0) await stages.close();
  return result;
}

function shortcomings({ scenario, verdict, slowest }: Result, load: Load): string[] {
  const found: string[] = [];
  if (!verdict || verdict.accepted === 0 || verdict.delivered === 0) found.push("nothing was accepted or delivered");
  else if (!isFaultless(verdict)) found.push("a number that must be zero is not");
  if (scenario.withinTwoSeconds && slowest >= PROMISED_MS) found.push(`a delivery took ${slowest} ms`);
  const resets = load.devices.reduce((sum, device) => sum + device.resets, 0);
  if (resets > 0) found.push(`${resets} streams were told to start anew, though nothing had been removed`);
  return found;
}
