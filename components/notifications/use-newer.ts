"use client";

import { useState } from "react";

/** How many came on top since the list was last at its top. */
export function useNewer(ids: readonly string[], atTop: boolean): number {
  const [newest, setNewest] = useState(ids[0]);
  const index = newest === undefined ? -1 : ids.indexOf(newest);
  if ((atTop || index === -1) && newest !== ids[0]) setNewest(ids[0]);
  return atTop ? 0 : Math.max(0, index);
}
