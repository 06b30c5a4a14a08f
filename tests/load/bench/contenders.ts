import type { Entrant } from "./bench";
import { ours } from "./ours";
import { broadcast } from "./workloads/broadcast";
import { ingest } from "./workloads/ingest";
import { opening } from "./workloads/opening";
import { batches, singles } from "./workloads/steady";
import { storm } from "./workloads/storm";

const DELIVERY = [opening, batches, singles, broadcast, storm];

/** Ours first. */
export const ENTRANTS: readonly [Entrant, ...Entrant[]] = [{ kind: ours, workloads: [...DELIVERY, ingest] }];
