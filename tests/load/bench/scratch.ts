import { buildBareNext } from "@/tests/load/peers/bare-next/contender";

import { runBench } from "./bench";
import { ENTRANTS } from "./contenders";
import { PLAN } from "./plan";
import { table } from "./table";
await buildBareNext();
const t0 = performance.now();
const rows = await runBench({ ...PLAN, rounds: 1, growth: [] }, ENTRANTS, (line) =>
  console.log(((performance.now() - t0) / 1000).toFixed(1), line),
);
console.log(table(rows));
process.exit();
