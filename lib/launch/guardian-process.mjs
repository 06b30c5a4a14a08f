// @ts-check
// Plain JavaScript: it has to start the same from tsx, from vitest and from Playwright.
import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** @import { Charge } from "./guardian" */

const KILL_AFTER_MS = 5_000;
const POLL_MS = 20;

/** @type {Map<number, Charge>} */
const charges = new Map();

process.on("message", (/** @type {{ id: number, charge?: Charge }} */ { id, charge }) => {
  if (charge) charges.set(id, charge);
  else charges.delete(id);
});

// The channel closes when the guarded process ends, in whatever way.
process.on("disconnect", async () => {
  // What was started last uses what was started first; a folder goes when nobody can write into it any more.
  for (const charge of [...charges.values()].toReversed()) if ("pid" in charge) await end(charge.pid, charge.signal);
  for (const charge of charges.values())
    if ("folder" in charge) rmSync(charge.folder, { recursive: true, force: true });
  process.exit();
});

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
async function end(pid, signal) {
  const deadline = Date.now() + KILL_AFTER_MS;
  for (let alive = send(pid, signal); alive; alive = send(pid, 0)) {
    if (Date.now() > deadline) return send(pid, "SIGKILL");
    await delay(POLL_MS);
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal 0 only asks
 * @returns {boolean} whether there is such a process
 */
function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
