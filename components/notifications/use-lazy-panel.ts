"use client";

import { type ComponentType, useCallback, useEffect, useState } from "react";

import type { NotificationPanelProps } from "./notification-panel";

type Panel = ComponentType<NotificationPanelProps>;

let loading: Promise<Panel> | undefined;

/** A failed load is forgotten, so that the next try is a real one. */
function loadPanel(): Promise<Panel> {
  loading ??= import("./notification-panel").then(
    (module) => module.NotificationPanel,
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The panel's code, fetched when it is about to be wanted or when the browser has nothing better to do. */
export function useLazyPanel() {
  const [Panel, setPanel] = useState<Panel | null>(null);
  const [unavailable, setUnavailable] = useState(false);

  const load = useCallback(async () => {
    try {
      const loaded = await loadPanel();
      setPanel(() => loaded);
      setUnavailable(false);
    } catch {
      setUnavailable(true);
    }
  }, []);

  const prefetch = useCallback(() => {
    loadPanel().catch(() => undefined);
  }, []);

  useEffect(() => {
    // Safari has no requestIdleCallback; there, pointing at the bell has to do.
    if (!("requestIdleCallback" in window)) return;
    const request = requestIdleCallback(prefetch);
    return () => cancelIdleCallback(request);
  }, [prefetch]);

  return { Panel, unavailable, load, prefetch };
}
