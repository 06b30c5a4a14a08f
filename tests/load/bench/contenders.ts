import { bareNext } from "@/tests/load/peers/bare-next/contender";
import { ours, oursBehindProxy } from "@/tests/load/peers/ours/contender";
import { webSocketDesign } from "@/tests/load/peers/websocket/contender";

import type { Entrant } from "./enter";
import { PLAN } from "./plan";
import { broadcast } from "./workloads/broadcast";
import { ingest } from "./workloads/ingest";
import { opening } from "./workloads/opening";
import { batches, singles } from "./workloads/steady";
import { storm } from "./workloads/storm";

const DELIVERY = [opening, batches, singles, broadcast, storm];
const INGEST = PLAN.ingest.map(ingest);
/** Of requests with one recipient, the first. */
const SINGLES = [...DELIVERY, ...INGEST.slice(0, 1)];

/** Ours first. The floor delivers nothing. */
export const ENTRANTS: readonly [Entrant, ...Entrant[]] = [
  { kind: ours, workloads: [...DELIVERY, ...INGEST] },
  { kind: oursBehindProxy, workloads: SINGLES },
  { kind: webSocketDesign, workloads: SINGLES },
  { kind: bareNext, workloads: [opening, ...INGEST.slice(0, 1)] },
];
