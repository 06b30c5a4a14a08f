import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 20;

/** Resolves when `holds` says true; rejects with the name of the state after `timeoutMs`. */
export async function until(state: string, timeoutMs: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not so within ${timeoutMs / 1000} s: ${state}`);
    await delay(POLL_MS);
  }
}

/** Far longer than anything takes, for machines that are busy. */
const EVENTUALLY_MS = 20_000;

/** Waits for what must come to be so, in a test that does not ask when. */
export function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  return until("what must come to be so", EVENTUALLY_MS, holds);
}
