import { useEffect, useRef, useState } from "react";

import { ErrorBoundary, type StreamMessage, useLazy, useNotificationsContext } from "../../../lib/notifications/client";
import { useSettings } from "../settings/settings";
import { useAppBadge } from "../signals/app-badge";
import { useTitleCount } from "../signals/title-count";

const fetchArrivalSignals = () => import("../toasts/arrival-signals").then((module) => module.ArrivalSignals);

interface SignalsProps {
  panelOpen: boolean;
  onOpenPanel: () => void;
}

/**
 * How notifications make themselves noticed beside the bell: the count in the title and on the app's icon, and toasts,
 * a sound and announcements, which are loaded with the first arrival. Once per page, however many bells it has.
 */
export function Signals(props: SignalsProps) {
  return useFirstMounted() && <PageSignals {...props} />;
}

const mounted: (() => void)[] = [];

/** True in one of all that are mounted: the first, and when that one goes the next. */
function useFirstMounted(): boolean {
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

/** The count in the title and on the app's icon. */
function CountSignals() {
  const { unread, connection } = useNotificationsContext();
  const { title, appBadge } = useSettings();
  const count = connection === "signed-out" ? 0 : unread;
  useTitleCount(title ? (count ?? 0) : 0);
  useAppBadge(appBadge ? count : 0);
  return null;
}
