import { memo, type RefObject, useEffect, useState } from "react";
import type { VirtualizerHandle } from "virtua";

import { useMinute } from "../item/use-minute";
import { dayLabel, daysBefore } from "../language/times";
import { usePresentation } from "../presentation/presentation";
import { classNames } from "../ui/class-names";
import type { Shown } from "./use-lingering";

interface CurrentDayProps {
  scroller: RefObject<HTMLElement | null>;
  virtualizer: RefObject<VirtualizerHandle | null>;
  rows: readonly Shown[];
  atTop: boolean;
}

/**
 * The day of the rows that pass under it, and so the heading of the first ones. A component, so that the list is not drawn
 * anew for every row that passes.
 */
export function CurrentDay({ scroller, virtualizer, rows, atTop }: CurrentDayProps) {
  const { language } = usePresentation();
  const now = useMinute();
  const [row, setRow] = useState(0);

  useEffect(() => {
    const element = scroller.current;
    const follow = () => {
      const list = virtualizer.current;
      if (list !== null) setRow(list.findItemIndex(list.scrollOffset));
    };
    element?.addEventListener("scroll", follow, { passive: true });
    return () => element?.removeEventListener("scroll", follow);
  }, [scroller, virtualizer]);

  const moment = momentOf(rows[atTop ? 0 : row]);
  if (moment === null) return null;
  return (
    <p
      aria-hidden="true"
      className={classNames(
        "border-b px-5 pt-3.5 pb-2 text-xs font-semibold text-muted",
        atTop ? "border-transparent" : "border-line",
      )}
    >
      {dayLabel(moment, now, language)}
    </p>
  );
}

interface DayHeadingProps {
  rows: readonly Shown[];
  index: number;
}

/**
 * The day above its first row. At the top of the list it is for screen readers alone: drawn, it would move from row to row,
 * and with it what somebody reads further down.
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

function momentOf(row: Shown | undefined): number | null {
  return row === undefined ? null : Date.parse(row.notification.created_at);
}
