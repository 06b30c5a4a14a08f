"use client";

import { type ReactNode, useState } from "react";

import { usePresentation } from "../presentation";
import { cappedCount } from "./capped-count";

interface UnreadBadgeProps {
  /** Null until it is known: what was unread before is no news. */
  unread: number | null;
}

/** The number on the bell. Gives a small pop when it rises. */
export function UnreadBadge({ unread }: UnreadBadgeProps) {
  const { language } = usePresentation();
  const [shown, setShown] = useState({ unread, hasRisen: false });
  if (shown.unread !== unread)
    setShown({ unread, hasRisen: shown.unread !== null && unread !== null && unread > shown.unread });

  return (
    !!unread && (
      <Badge key={unread} className={shown.hasRisen ? "animate-pop" : ""}>
        {cappedCount(unread, language)}
      </Badge>
    )
  );
}

/** Its place and its look. */
export function Badge({ className = "", children }: { className?: string; children: ReactNode }) {
  return (
    <span
      aria-hidden="true"
      data-testid="unread-badge"
      className={`absolute start-[1.3125rem] top-0 flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-bold text-on-accent tabular-nums ring-2 ring-surface forced-colors:border ${className}`}
    >
      {children}
    </span>
  );
}
