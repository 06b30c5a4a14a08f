// @ts-check
// Plain JavaScript: it has to start the same from tsx, from vitest and from Playwright.
import { readFileSync, rmSync } from "node:fs";
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
process.on("disconnect", () => void endAll());

async function endAll() {
  // What was started last uses what was started first; a folder goes when nobody can write into it any more.
  for (const charge of [...charges.values()].toReversed()) if ("pid" in charge) await end(charge.pid, charge.signal);
  for (const charge of charges.values())
    if ("folder" in charge) rmSync(charge.folder, { recursive: true, force: true });
  process.exit();
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
async function end(pid, signal) {
  if (!send(pid, signal)) return;
  const deadline = Date.now() + KILL_AFTER_MS;
  while (isRunning(Math.abs(pid)) && Date.now() < deadline) await delay(POLL_MS);
  // What took too long, and what of a group outlived its leader.
  send(pid, "SIGKILL");
}

/** @param {number} pid */
function isRunning(pid) {
  if (process.platform !== "linux") return send(pid, 0);
  try {
    // An orphan that has ended stays there as a zombie until init looks, which in a container may take long.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
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
