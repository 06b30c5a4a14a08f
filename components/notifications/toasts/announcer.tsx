"use client";

import { createPortal } from "react-dom";

import { useLastAnnouncement } from "./announcements";
import { useModalDialog } from "./use-modal-dialog";

/**
 * The one place from which screen readers hear about notifications. While a modal dialog is open it is in there, since
 * nothing outside is heard.
 */
export function Announcer() {
  const { text, number } = useLastAnnouncement();
  const dialog = useModalDialog();
  const output = (
    <output className="sr-only">
      <span key={number}>{text}</span>
    </output>
  );
  return dialog === null ? output : createPortal(output, dialog);
}
