import { useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";

import { useModalDialog } from "../ui/use-modal-dialog";

/** Somebody who reads through the page must not find what was said long ago. */
const FORGET_MS = 10_000;

let last = { text: "", number: 0 };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Has a screen reader say something about notifications, after what it is saying now. */
export function announce(text: string): void {
  clearTimeout(timer);
  timer = setTimeout(() => say(""), FORGET_MS);
  say(text);
}

function say(text: string): void {
  // The number makes the same words again another announcement.
  last = { text, number: last.number + 1 };
  for (const listener of listeners) listener();
}

/**
 * The one place from which screen readers hear about notifications. While a modal dialog is open it is inside, since
 * nothing outside is heard. It does not repeat what was said before it was mounted.
 */
export function Announcer() {
  const announcement = useSyncExternalStore(subscribe, read, read);
  const [before] = useState(announcement);
  const dialog = useModalDialog();
  const output = (
    <output className="sr-only">
      <span key={announcement.number}>{announcement === before ? "" : announcement.text}</span>
    </output>
  );
  return dialog === null ? output : createPortal(output, dialog);
}

function read() {
  return last;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
