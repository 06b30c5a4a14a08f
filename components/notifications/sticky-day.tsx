"use client";

import { type RefObject, useEffect, useState } from "react";
import type { VirtualizerHandle } from "virtua";

import { dayLabel } from "./day";
import { momentOf } from "./day-heading";
import { usePresentation } from "./presentation";
import { useMinute } from "./use-minute";
import type { Shown } from "./with-leaving";

interface StickyDayProps {
  scroller: RefObject<HTMLElement | null>;
  virtualizer: RefObject<VirtualizerHandle | null>;
  rows: readonly Shown[];
}

/** The day of the rows that pass under it. On its own, so that the list is not drawn anew for every row that passes. */
export function StickyDay({ scroller, virtualizer, rows }: StickyDayProps) {
  const { language } = usePresentation();
  const now = useMinute();
  const [row, setRow] = useState(0);

  useEffect(() => {
    const element = scroller.current;
    const follow = () => {
      const list = virtualizer.current;
      if (list !== null) setRow(list.findItemIndex(list.scrollOffset));
    };
    follow();
    element?.addEventListener("scroll", follow, { passive: true });
    return () => element?.removeEventListener("scroll", follow);
  }, [scroller, virtualizer]);

  const moment = momentOf(rows[row]);
  if (moment === null) return null;
  return (
    <div aria-hidden="true" className="sticky top-0 z-10 h-0">
      <p
        data-sticky
        className="border-b border-line bg-raised/95 px-5 py-1.5 text-xs font-semibold text-muted backdrop-blur-sm"
      >
        {dayLabel(moment, now, language)}
      </p>
    </div>
  );
}
