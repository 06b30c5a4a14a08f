"use client";

import { useLastAnnouncement } from "./announcements";

/**
 * The one place from which screen readers hear about notifications. An open modal panel has its own, since what is outside
 * of it is not heard then; the page's is away meanwhile.
 */
export function Announcer() {
  const { text, number } = useLastAnnouncement();
  return (
    <output className="sr-only">
      <span key={number}>{text}</span>
    </output>
  );
}
