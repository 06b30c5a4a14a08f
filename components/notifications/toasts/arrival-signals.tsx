"use client";

import { useState } from "react";

import {
  type Claim,
  ErrorBoundary,
  type StreamMessage,
  useNotificationsContext,
} from "../../../lib/notifications/client";
import { useArrivals } from "../../../lib/notifications/client/use-arrivals";
import { useSettings } from "../settings/settings";
import { Announcer } from "./announcer";
import { playChime } from "./chime";
import type { SignalsProps } from "./signals";
import { NO_TOASTS, withArrivals, withoutAcknowledged } from "./toast-stack";
import { Toasts } from "./toasts";
import { useAcknowledgement } from "./use-acknowledgement";
import { useArrivalAnnouncement } from "./use-arrival-announcement";

interface ArrivalSignalsProps extends SignalsProps {
  /** What the stream has brought before this was loaded. */
  heard: readonly StreamMessage[];
}

/** What is seen and heard when notifications arrive, once per browser. A hidden tab shows and says nothing. */
export function ArrivalSignals({ heard, panelOpen, onOpenPanel }: ArrivalSignalsProps) {
  const { unread } = useNotificationsContext();
  const settings = useSettings();
  const [stack, setStack] = useState(NO_TOASTS);
  const acknowledgement = useAcknowledgement();
  const { announceArrivals, withdraw, forget } = useArrivalAnnouncement(unread ?? 0);
  const showsToasts = settings.toasts && !panelOpen;
  if (stack !== NO_TOASTS && (!showsToasts || unread === 0)) setStack(NO_TOASTS);

  useArrivals({
    heard,
    onArrivals({ arrivals, startsBurst }: Claim) {
      // Refused, it is silent: there is nothing to say about that.
      if (settings.sound && startsBurst) playChime().catch(() => {});
      if (document.visibilityState === "hidden") return;
      announceArrivals(arrivals);
      if (showsToasts) setStack((before) => withArrivals(before, arrivals, { now: Date.now(), most: mostToasts() }));
    },
    onAcknowledged(ids) {
      withdraw(({ notification }) => ids.has(notification?.id ?? ""));
      setStack((before) => withoutAcknowledged(before, ids));
    },
    onSetBack() {
      forget();
      setStack(NO_TOASTS);
    },
  });

  return (
    <>
      {!panelOpen && <Announcer />}
      {/* Toasts that cannot be shown fall away; the next that arrives is another attempt. */}
      <ErrorBoundary resetOn={stack} onError={() => setStack(NO_TOASTS)}>
        <Toasts stack={stack} onChange={setStack} onOpenPanel={onOpenPanel} acknowledgement={acknowledgement} />
      </ErrorBoundary>
    </>
  );
}

/** A phone has room for one. */
function mostToasts(): number {
  return window.matchMedia("(min-width: 40rem)").matches ? 3 : 1;
}
