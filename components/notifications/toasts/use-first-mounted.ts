"use client";

import { useEffect, useState } from "react";

const mounted: (() => void)[] = [];

/** True in one of all that are mounted: the first, and when that one goes the next. */
export function useFirstMounted(): boolean {
  const [first, setFirst] = useState(false);
  useEffect(() => {
    const becomeFirst = (): void => setFirst(true);
    if (mounted.push(becomeFirst) === 1) becomeFirst();
    return () => {
      mounted.splice(mounted.indexOf(becomeFirst), 1);
      mounted[0]?.();
    };
  }, []);
  return first;
}
