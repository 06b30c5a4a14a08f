"use client";

import { useState } from "react";

import { isPresent, type Shown } from "./with-leaving";

/** How many of the rows came on top since the list was last at its top, and are still there. */
export function useNewer(rows: readonly Shown[], atTop: boolean): number {
  const top = rows[0]?.notification.id;
  const [newest, setNewest] = useState(top);
  const index = rows.findIndex(({ notification }) => notification.id === newest);
  if ((atTop || index === -1) && newest !== top) setNewest(top);
  return atTop ? 0 : rows.slice(0, Math.max(0, index)).filter(isPresent).length;
}
