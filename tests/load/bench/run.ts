/**
 * `npm run bench`: the same work on this project and on what could be in its place, side by side on real processes. Prints
 * tables, and keeps them in results.md. Exits non-zero when anything of ours was lost, repeated, out of order, or slower
 * than two seconds. Linux only.
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";

import { stopSignal } from "@/lib/dev/stop-signal";
import { buildBareNext } from "@/tests/load/peers/bare-next/contender";
import { ours } from "@/tests/load/peers/ours/contender";

import { runBench } from "./bench";
import { ENTRANTS } from "./contenders";
import { inWords } from "./in-words";
import { PLAN } from "./plan";
import { table } from "./table";
import { breaksPromise } from "./verdicts";

const RESULTS = "tests/load/results.md";

const startedAt = performance.now();
function say(line: string): void {
  console.log(`${String(Math.round((performance.now() - startedAt) / 1000)).padStart(4)} s  ${line}`);
}

// The guardian ends everything that was started here, as it does after a crash.
stopSignal().addEventListener("abort", () => process.exit(130));

say("Production builds");
await promisify(execFile)("npm", ["run", "build"]);
await buildBareNext();

const { machine, rows, failures, notes } = await runBench(PLAN, ENTRANTS, say);
const broken = rows.filter((row) => (row.contender === ours.name || row.workload === "growth") && breaksPromise(row));
const remarks = [
  ...notes,
  ...failures.map(({ contender, reason }) => `Not measured to the end: ${contender}: ${reason}`),
  ...broken.map((row) => `Not as promised: ${inWords(row)}`),
];
const about = `${new Date().toISOString().slice(0, 10)}, ${machine}; ${PLAN.rounds} rounds.`;
const report = [about, table(rows), ...remarks].join("\n\n");
writeFileSync(RESULTS, `# Results of \`npm run bench\`\n\n${report}\n`);
console.log(`\n${report}\n`);
say(`Done; written to ${RESULTS}`);
process.exit(broken.length > 0 || failures.some(({ contender }) => contender === ours.name) ? 1 : 0);
