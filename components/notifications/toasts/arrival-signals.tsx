import { useState } from "react";

import {
  type Claim,
  type StreamMessage,
  ErrorBoundary,
  useNotificationsContext,
} from "../../../lib/notifications/client";
import { useArrivals } from "../../../lib/notifications/client/use-arrivals";
import { Announcer } from "../announcer/announcer";
import { useSettings } from "../settings/settings";
import { playChime } from "../signals/chime";
import { useArrivalAnnouncement } from "./arrival-announcement";
import { NO_TOASTS, withArrivals, withoutAcknowledged } from "./toast-stack";
import { Toasts } from "./toasts";

interface ArrivalSignalsProps {
  /** Messages of the stream from before this was loaded. */
  heard: readonly StreamMessage[];
  panelOpen: boolean;
  onOpenPanel: () => void;
}

/** Shows, announces and plays what arrives, once per browser. A hidden tab shows and says nothing. */
export function ArrivalSignals({ heard, panelOpen, onOpenPanel }: ArrivalSignalsProps) {
  const { unread } = useNotificationsContext();
  const settings = useSettings();
  const [stack, setStack] = useState(NO_TOASTS);
  const { announceArrivals, withdraw, forget } = useArrivalAnnouncement(unread ?? 0);
  const showsToasts = settings.toasts && !panelOpen;
  if (stack !== NO_TOASTS && (!showsToasts || unread === 0)) setStack(NO_TOASTS);

  useArrivals({
    heard,
    onArrivals({ arrivals, startsBurst }: Claim) {
      if (settings.sound && startsBurst) playChime();
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
      {/* Drops toasts that cannot be drawn, so that the next arrival is another attempt. */}
      <ErrorBoundary resetOn={stack} onError={() => setStack(NO_TOASTS)}>
        <Toasts stack={stack} onChange={setStack} onOpenPanel={onOpenPanel} />
      </ErrorBoundary>
    </>
  );
}

/** A phone has room for one. */
function mostToasts(): number {
  return window.matchMedia("(min-width: 40rem)").matches ? 3 : 1;
}
