"use client";

import { useSyncExternalStore } from "react";

const DEFAULT_ORIGIN = "http://localhost:3000";

/** Where this page was loaded from; while the server renders, the usual place in development. */
export function useOrigin(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => DEFAULT_ORIGIN,
  );
}
