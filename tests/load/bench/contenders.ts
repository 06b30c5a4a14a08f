import { bareNext } from "@/tests/load/peers/bare-next/contender";
import { betterSse } from "@/tests/load/peers/better-sse/contender";
import { socketIo } from "@/tests/load/peers/socket-io/contender";
import { webSocketDesign } from "@/tests/load/peers/websocket/contender";

import type { Entrant } from "./bench";
import { ours } from "./ours";
import { broadcast } from "./workloads/broadcast";
import { ingest, ingestSingles } from "./workloads/ingest";
import { opening } from "./workloads/opening";
import { batches, singles } from "./workloads/steady";
import { storm } from "./workloads/storm";

const DELIVERY = [opening, batches, singles, broadcast, storm];

/** Ours first. The floor delivers nothing. */
export const ENTRANTS: readonly [Entrant, ...Entrant[]] = [
  { kind: ours, workloads: [...DELIVERY, ingest] },
  { kind: webSocketDesign, workloads: [...DELIVERY, ingestSingles] },
  { kind: betterSse, workloads: [...DELIVERY, ingestSingles] },
  { kind: socketIo, workloads: [...DELIVERY, ingestSingles] },
  { kind: bareNext, workloads: [opening, ingestSingles] },
];
