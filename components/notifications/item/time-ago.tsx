"use client";

import { usePresentation } from "../presentation";
import { absoluteTime, relativeTime } from "./relative-time";
import { useMinute } from "./use-minute";

/** How long ago something happened; keeps itself up to date. */
export function TimeAgo({ time }: { time: string }) {
  const { language } = usePresentation();
  const now = useMinute();
  const moment = Date.parse(time);
  return (
    <time dir="auto" dateTime={time} title={absoluteTime(moment, language)} className="whitespace-nowrap tabular-nums">
      {relativeTime(moment, now, language)}
    </time>
  );
}
