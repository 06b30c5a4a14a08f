"use client";

import { useEffect } from "react";

/** Whether an installed app can have a number on its icon here. */
export const hasAppBadge = (): boolean => "setAppBadge" in navigator;

/** The count on the icon of an installed app. Null: not known yet, so what was there last stays. */
export function useAppBadge(count: number | null): void {
  useEffect(() => {
    if (count === null || !hasAppBadge()) return;
    // Refused where the person does not allow it: nothing to be done about.
    (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
  }, [count]);
  useEffect(
    () => () => {
      if (hasAppBadge()) navigator.clearAppBadge().catch(() => {});
    },
    [],
  );
}
