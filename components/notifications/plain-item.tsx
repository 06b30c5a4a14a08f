"use client";

import { Check } from "lucide-react";

import { Button } from "@/components/ui/button";
import { isUnread } from "@/lib/client/feed-cache";
import type { ListedNotification } from "@/lib/contract";

import { usePanelTexts } from "./texts/use-panel-texts";

interface PlainItemProps {
  notification: ListedNotification;
  onAcknowledge: (id: string) => void;
}

/** A notification whose item could not be drawn: its message, and what acknowledges it. */
export function PlainItem({ notification, onAcknowledge }: PlainItemProps) {
  const { id, message } = notification;
  const texts = usePanelTexts();
  return (
    <div className="mx-1 flex items-start gap-3 py-3 ps-6 pe-1">
      <p id={`${id}-message`} dir="auto" className="min-w-0 flex-1 text-sm leading-5 wrap-anywhere whitespace-pre-line">
        {message}
      </p>
      {isUnread(notification) && (
        <Button
          variant="ghost"
          size="icon"
          tabIndex={-1}
          className="-my-1 pointer-coarse:size-11"
          aria-label={texts.markRead}
          title={texts.markRead}
          onClick={() => onAcknowledge(id)}
        >
          <Check aria-hidden="true" className="size-[1.125rem]" />
        </Button>
      )}
    </div>
  );
}
