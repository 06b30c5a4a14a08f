"use client";

import { useEffect, useRef, useState } from "react";

import { ErrorBoundary, type StreamMessage, useLazy, useNotificationsContext } from "../../../lib/notifications/client";
import { useSettings } from "../settings/settings";
import { useAppBadge } from "./use-app-badge";
import { useFirstMounted } from "./use-first-mounted";
import { useTitleCount } from "./use-title-count";

const fetchArrivalSignals = () => import("./arrival-signals").then((module) => module.ArrivalSignals);

export interface SignalsProps {
  panelOpen: boolean;
  onOpenPanel: () => void;
}

/**
 * How notifications make themselves noticed beside the bell: the count in the title and on the app's icon, and, loaded
 * with the first that arrives, toasts, a sound and what a screen reader says. Once per page, however many bells it has.
 */
export function Signals(props: SignalsProps) {
  return useFirstMounted() && <PageSignals {...props} />;
}

function PageSignals(props: SignalsProps) {
  const { live, unread } = useNotificationsContext();
  const { code: ArrivalSignals, load } = useLazy(fetchArrivalSignals);
  const [heard] = useState<StreamMessage[]>([]);
  const known = useRef<number | null>(null);

  const loaded = ArrivalSignals !== null;
  useEffect(
    () => (loaded ? undefined : live?.follow((messages) => void heard.push(...messages))),
    [live, heard, loaded],
  );
  useEffect(() => {
    if (known.current !== null && unread !== null && unread > known.current) load();
    known.current = unread;
  }, [unread, load]);

  return (
    <>
      <ErrorBoundary>
        <CountSignals />
      </ErrorBoundary>
      {loaded && <ArrivalSignals heard={heard} {...props} />}
    </>
  );
}

/** The count where it is seen without the bell. */
function CountSignals() {
  const { unread, connection } = useNotificationsContext();
  const { title, appBadge } = useSettings();
  const count = connection === "signed-out" ? 0 : unread;
  useTitleCount(title ? (count ?? 0) : 0);
  useAppBadge(appBadge ? count : 0);
  return null;
}
