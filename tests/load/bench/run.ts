/**
 * `npm run bench`: the same work on this project and on what could be in its place, side by side on real processes. Prints
 * tables, and keeps them in results.json and results.svg. Exits non-zero when anything of ours was lost, repeated, out of
 * order, or slower than two seconds; not for a target that was missed. Linux only.
 */
import { stopSignal } from "@/lib/dev/stop-signal";
import { bareNext } from "@/tests/load/peers/bare-next/contender";
import { ours } from "@/tests/load/peers/ours/contender";
import { webSocketDesign } from "@/tests/load/peers/websocket/contender";

import { runBench } from "./bench";
import { ENTRANTS } from "./contenders";
import { BARE_STATEMENT } from "./enter";
import { inWords } from "./in-words";
import { PLAN } from "./plan";
import { buildApp, buildFloor } from "./production-build";
import { keepResults } from "./results";
import { table, targetTable } from "./table";
import { judgeTargets } from "./targets";
import { breaksPromise } from "./verdicts";

const startedAt = performance.now();
const seconds = (): number => Math.round((performance.now() - startedAt) / 1000);

function say(line: string): void {
  console.log(`${String(seconds()).padStart(4)} s  ${line}`);
}

// The guardian ends everything that was started here, as it does after a crash.
stopSignal().addEventListener("abort", () => process.exit(130));

say("Production builds");
await buildApp();
await buildFloor();

const { machine, rows, failures, notes } = await runBench(PLAN, ENTRANTS, say);
const targets = judgeTargets(rows, {
  ours: ours.name,
  webSocket: webSocketDesign.name,
  bareNext: bareNext.name,
  bareStatement: BARE_STATEMENT,
});
const results = {
  date: new Date().toISOString(),
  seconds: seconds(),
  machine,
  plan: PLAN,
  rows,
  targets,
  failures,
  notes,
};
keepResults(results, ours.name);

console.log(`\n${table(rows)}\n\n${targetTable(targets)}\n`);
for (const note of notes) console.log(note);
for (const { contender, reason } of failures) console.log(`Not measured to the end: ${contender}: ${reason}`);
const broken = rows.filter((row) => (row.contender === ours.name || row.workload === "growth") && breaksPromise(row));
for (const row of broken) console.log(`Not as promised: ${inWords(row)}`);
say(`Done; written to tests/load/bench/results.json and results.svg`);
process.exit(broken.length > 0 || failures.some(({ contender }) => contender === ours.name) ? 1 : 0);
