"use client";

import { memo } from "react";

import { dayLabel, daysBefore } from "./day";
import { usePresentation } from "./presentation";
import { useMinute } from "./use-minute";
import type { Shown } from "./with-leaving";

interface DayHeadingProps {
  rows: readonly Shown[];
  index: number;
}

/** The day of a row, when it is the first one of it. */
export const DayHeading = memo(function DayHeading({ rows, index }: DayHeadingProps) {
  const { language } = usePresentation();
  const now = useMinute();
  const [above, moment] = [momentOf(rows[index - 1]), momentOf(rows[index])];
  if (moment === null || (above !== null && daysBefore(above, now) === daysBefore(moment, now))) return null;
  return <h3 className="px-5 pt-4 pb-1.5 text-xs font-semibold text-muted">{dayLabel(moment, now, language)}</h3>;
});

export function momentOf(row: Shown | undefined): number | null {
  return row === undefined ? null : Date.parse(row.notification.created_at);
}
