"use client";

import { ArrowUpRight } from "lucide-react";

import { usePresentation } from "../presentation";
import { TimeAgo } from "./time-ago";
import { typeLabel } from "./type-label";

interface NotificationDetailsProps {
  id?: string;
  type: string;
  time: string;
  /** Where its link leads, if that is another site. */
  host?: string | null;
}

/** What kind of notification it is, when it came, and where it leads. Each in the direction of its own script. */
export function NotificationDetails({ id, type, time, host = null }: NotificationDetailsProps) {
  const { typeNames } = usePresentation();
  return (
    <p id={id} className="mt-1 text-xs text-muted wrap-anywhere">
      <bdi>{typeNames.get(type) ?? typeLabel(type)}</bdi>
      <Separator />
      <TimeAgo time={time} />
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
