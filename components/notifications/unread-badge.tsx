"use client";

import { useEffect, useRef } from "react";

import { cappedCount } from "./capped-count";

const POP: Keyframe[] = [{ scale: "1" }, { scale: "1.28" }, { scale: "1" }];
const POP_MS = 260;

interface UnreadBadgeProps {
  /** Null until it is known: what was unread before is no news. */
  unread: number | null;
}

/** The number on the bell. Gives a small pop when it rises. */
export function UnreadBadge({ unread }: UnreadBadgeProps) {
  const badge = useRef<HTMLSpanElement>(null);
  const before = useRef<number | null>(null);

  useEffect(() => {
    const rose = before.current !== null && unread !== null && unread > before.current;
    before.current = unread;
    if (rose) pop(badge.current);
  }, [unread]);

  if (unread === null || unread === 0) return null;
  return (
    <span
      ref={badge}
      aria-hidden="true"
      data-testid="unread-badge"
      className="absolute top-0 left-[1.3125rem] flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-bold text-on-accent tabular-nums ring-2 ring-surface"
    >
      {cappedCount(unread)}
    </span>
  );
}

/** One pop at a time: a burst is one event to the eye. */
function pop(element: HTMLElement | null): void {
  if (element === null || element.getAnimations().length > 0) return;
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  element.animate(POP, { duration: POP_MS, easing: "ease-out" });
}
