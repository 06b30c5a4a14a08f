import { useEffect } from "react";

/** Whether an installed app can have a number on its icon here. */
export const hasAppBadge = (): boolean => "setAppBadge" in navigator;

/** The count on the icon of an installed app. While it is null, not known yet, the last one stays. */
export function useAppBadge(count: number | null): void {
  useEffect(() => {
    if (count !== null) setAppBadge(count);
  }, [count]);
  useEffect(() => () => setAppBadge(0), []);
}

function setAppBadge(count: number): void {
  if (!hasAppBadge()) return;
  // Refused where the person does not allow it.
  (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
}
