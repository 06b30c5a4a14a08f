"use client";

import { useState } from "react";

/**
 * For virtua's `shift`: true for a list in which, since the one before, rows came or went only above row `reading` of that
 * one. Then the place is held from the end of the list. Null at the very top, where new ones push the rest down.
 */
export function useShift(ids: readonly string[], reading: number | null): boolean {
  const [state, setState] = useState({ ids, shift: false });
  if (state.ids !== ids) setState({ ids, shift: reading !== null && changedAbove(state.ids, ids, reading) });
  return state.shift;
}

function changedAbove(before: readonly string[], now: readonly string[], reading: number): boolean {
  const id = before[reading];
  if (id === undefined) return false;
  const moved = now.indexOf(id) - reading;
  return moved !== 0 && moved === now.length - before.length;
}
