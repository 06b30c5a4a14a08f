"use client";

import { useEffect, useRef, useState } from "react";

/** A burst is announced once, with the count it ended at. */
const COALESCE_MS = 1_500;

interface UnreadAnnouncerProps {
  /** Null until it is known. */
  unread: number | null;
}

/** Tells screen readers when there is more to read. Silent about what was already there, and about fewer. */
export function UnreadAnnouncer({ unread }: UnreadAnnouncerProps) {
  const [announcement, setAnnouncement] = useState("");
  const latest = useRef(0);
  const known = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (unread === null) return;
    latest.current = unread;
    const before = known.current;
    known.current = unread;
    // The same sentence twice is said once, so what is no longer true makes room for it.
    if (before !== null && unread < before) setAnnouncement("");
    if (before === null || unread <= before || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      if (latest.current > 0) setAnnouncement(sentence(latest.current));
    }, COALESCE_MS);
  }, [unread]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );

  return <output className="sr-only">{announcement}</output>;
}

function sentence(unread: number): string {
  return unread === 1 ? "1 unread notification" : `${unread} unread notifications`;
}
