/**
 * `npm run bench`: the same work on this project and on what could be in its place, side by side on real processes. Prints a
 * table. Exits non-zero when anything of ours was lost, repeated, out of order, or slower than two seconds. Linux only.
 */
import { stopSignal } from "@/lib/launch/stop-signal";

import { runBench } from "./bench";
import { ENTRANTS } from "./contenders";
import { PLAN } from "./plan";
import { table } from "./table";

const startedAt = performance.now();

function say(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${line}`);
}

// The guardian ends everything that was started here, as it does after a crash.
stopSignal().addEventListener("abort", () => process.exit(130));

const rows = await runBench(PLAN, ENTRANTS, say);
console.log(`\n${table(rows)}\n`);
process.exit();
