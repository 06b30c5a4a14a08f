"use client";

import { useState, useSyncExternalStore } from "react";

/** What was said long ago must not be found by somebody who reads through the page. */
const FORGET_MS = 10_000;

interface Announcement {
  text: string;
  /** The same words again are another announcement. */
  number: number;
}

let last: Announcement = { text: "", number: 0 };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function say(text: string): void {
  last = { text, number: last.number + 1 };
  for (const listener of listeners) listener();
}

/** Has a screen reader say something, when it is through with what it says. */
function announce(text: string): void {
  clearTimeout(timer);
  timer = setTimeout(() => say(""), FORGET_MS);
  say(text);
}

/** To say something about notifications to those who do not see it. */
export function useAnnounce(): (text: string) => void {
  return announce;
}

/** What is to be said, and nothing that was said before this was mounted. */
export function useLastAnnouncement(): Announcement {
  const announcement = useSyncExternalStore(subscribe, read, read);
  const [first] = useState(announcement);
  return announcement === first ? { ...first, text: "" } : announcement;
}

function read(): Announcement {
  return last;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
