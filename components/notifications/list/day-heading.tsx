"use client";

import { memo } from "react";

import { useMinute } from "../item/use-minute";
import { usePresentation } from "../presentation";
import { dayLabel, daysBefore } from "./day";
import type { Shown } from "./with-leaving";

interface DayHeadingProps {
  rows: readonly Shown[];
  index: number;
}

/**
 * The day of a row, when it is the first one of it. At the top of the list it is for screen readers alone: drawn, it would
 * move from row to row, and with it what somebody reads further down.
 */
export const DayHeading = memo(function DayHeading({ rows, index }: DayHeadingProps) {
  const { language } = usePresentation();
  const now = useMinute();
  const moment = momentOf(rows[index]);
  if (moment === null) return null;
  const above = momentOf(rows.slice(0, index).findLast(({ presence }) => presence !== "gone"));
  if (above !== null && daysBefore(above, now) === daysBefore(moment, now)) return null;
  return (
    <h3 className={above === null ? "sr-only" : "px-5 pt-4 pb-1.5 text-xs font-semibold text-muted"}>
      {dayLabel(moment, now, language)}
    </h3>
  );
});

export function momentOf(row: Shown | undefined): number | null {
  return row === undefined ? null : Date.parse(row.notification.created_at);
}
