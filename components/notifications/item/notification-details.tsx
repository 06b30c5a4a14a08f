import { ArrowUpRight } from "lucide-react";

import type { Notification } from "../../../lib/notifications/contract";
import { absoluteTime, relativeTime } from "../language/times";
import { usePresentation } from "../presentation/presentation";
import { typeLabel } from "./notification-words";
import { useMinute } from "./use-minute";

interface NotificationDetailsProps {
  id?: string;
  notification: Notification;
  /** The site its link leads to, if that is another one. */
  host?: string | null;
}

/** The kind of a notification, its age, and where it leads. Each in the direction of its own script. */
export function NotificationDetails({ id, notification, host = null }: NotificationDetailsProps) {
  const { type, created_at } = notification;
  const { language, typeNames } = usePresentation();
  const now = useMinute();
  const moment = Date.parse(created_at);
  return (
    <p id={id} className="mt-1 text-xs text-muted wrap-anywhere">
      <bdi>{typeNames.get(type) ?? typeLabel(type)}</bdi>
      <Separator />
      <time
        dir="auto"
        dateTime={created_at}
        title={absoluteTime(moment, language)}
        className="whitespace-nowrap tabular-nums"
      >
        {relativeTime(moment, now, language)}
      </time>
      {host !== null && (
        <>
          <Separator />
          <bdi>{host}</bdi>
          <ArrowUpRight aria-hidden="true" className="ms-0.5 inline size-3.5 rtl:-scale-x-100" />
        </>
      )}
    </p>
  );
}

function Separator() {
  return <span aria-hidden="true"> · </span>;
}
