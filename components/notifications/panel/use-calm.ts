"use client";

import { useEffect, useState } from "react";

/** A blip that mends itself within this time is never seen. */
const BLIP_MS = 1_000;

/** `value` once it has stood for a moment; `calm` values at once. */
export function useCalm<Value>(value: Value, isCalm: (value: Value) => boolean): Value {
  const [settled, setSettled] = useState(value);
  const calm = isCalm(value);
  if (calm && settled !== value) setSettled(value);
  useEffect(() => {
    if (calm) return;
    const timer = setTimeout(() => setSettled(value), BLIP_MS);
    return () => clearTimeout(timer);
  }, [value, calm]);
  return settled;
}
