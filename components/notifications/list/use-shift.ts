"use client";

import { useState } from "react";

/** For virtua's `shift`, which holds the place of what is read from the end of the list: whether rows came on top, and only there. */
export function useShift(ids: readonly string[]): boolean {
  const [state, setState] = useState({ ids, shift: false });
  if (state.ids !== ids) setState({ ids, shift: cameOnTop(state.ids, ids) });
  return state.shift;
}

function cameOnTop(before: readonly string[], now: readonly string[]): boolean {
  const came = now.length - before.length;
  return came > 0 && before[0] !== undefined && now[came] === before[0];
}
