"use client";

import { type RefObject, useEffect, useState } from "react";
import type { VirtualizerHandle } from "virtua";

import { useMinute } from "../item/use-minute";
import { usePresentation } from "../presentation";
import { classNames } from "../ui/class-names";
import { dayLabel } from "./day";
import { momentOf } from "./day-heading";
import type { Shown } from "./with-leaving";

interface CurrentDayProps {
  scroller: RefObject<HTMLElement | null>;
  virtualizer: RefObject<VirtualizerHandle | null>;
  rows: readonly Shown[];
  atTop: boolean;
}

/**
 * The day of the rows that pass under it, and so the heading of the first ones. On its own, so that the list is not drawn
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
