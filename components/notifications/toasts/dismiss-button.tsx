"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";

import { useSignalTexts } from "../texts/use-signal-texts";

/** Takes a toast away. What it tells of stays unread. */
export function DismissButton() {
  const texts = useSignalTexts();
  return (
    <Toast.Close
      // Base UI hides it from assistive technology while its toasts are a folded stack, and these never are one.
      aria-hidden={false}
      aria-label={texts.dismiss}
      title={texts.dismiss}
      className="relative z-10 flex size-8 shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-sunken hover:text-ink"
    >
      <X aria-hidden="true" className="size-4" />
    </Toast.Close>
  );
}
