import { useEffect, useState } from "react";

import { acknowledgementOf, hasUnsent, storeAcknowledgement, type Target } from "./acknowledgement";

/** Null stands for everything. */
export type EarlyAcknowledgements = (Target | null)[];

/**
 * Holds what the user acknowledges before the code of the outbox is there, for that code to take over. Calls `onUnsent` if an
 * earlier page or another tab has acknowledged something that the server may not have.
 */
export function useEarlyAcknowledgements(userId: string, onUnsent: () => void): EarlyAcknowledgements {
  const [early] = useState<EarlyAcknowledgements>([]);

  useEffect(() => {
    const look = (): void => {
      if (hasUnsent(userId)) onUnsent();
    };
    look();
    window.addEventListener("storage", look);
    return () => window.removeEventListener("storage", look);
  }, [userId, onUnsent]);

  // The user may leave before the code is there: then the next page sends it.
  useEffect(() => {
    const keep = (): void => {
      for (const target of early.splice(0))
        if (target !== null) storeAcknowledgement(userId, acknowledgementOf(target));
    };
    window.addEventListener("pagehide", keep);
    return () => window.removeEventListener("pagehide", keep);
  }, [early, userId]);

  return early;
}
