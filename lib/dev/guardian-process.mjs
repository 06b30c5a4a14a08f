// @ts-check
// Plain JavaScript, so that it starts the same from tsx, vitest and Playwright.
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

// The channel closes when the guarded process ends, whatever ends it.
process.on("disconnect", () => void endAll());

async function endAll() {
  // The latest processes use the earlier ones, so they end first. Folders go last, when nobody writes into them.
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
  // For a process that took too long, and for members of a group that outlived its leader.
  send(pid, "SIGKILL");
}

/** @param {number} pid */
function isRunning(pid) {
  if (process.platform !== "linux") return send(pid, 0);
  try {
    // An orphan that has ended stays as a zombie until init looks, which may take long in a container.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal 0 only asks
 * @returns {boolean} false if there is no such process
 */
function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
