"use client";

import { Bell } from "lucide-react";

import { isUnread } from "../../../lib/notifications/client";
import type { ListedNotification } from "../../../lib/notifications/contract";
import { MarkReadButton } from "./mark-read-button";
import { UnreadMark } from "./unread-mark";

interface PlainItemProps {
  notification: ListedNotification;
  onAcknowledge: (id: string) => void;
}

/** A notification whose item could not be drawn: its message, and what acknowledges it. */
export function PlainItem({ notification, onAcknowledge }: PlainItemProps) {
  const { id, message } = notification;
  const unread = isUnread(notification);
  return (
    <div className="relative mx-1 flex gap-3 rounded-xl py-3 ps-6 pe-1 group-focus-visible/row:outline-2 group-focus-visible/row:-outline-offset-2 group-focus-visible/row:outline-focus">
      {unread && <UnreadMark id={`${id}-unread`} />}
      <span
        aria-hidden="true"
        className="flex size-9 shrink-0 items-center justify-center rounded-xl bg-sunken text-muted"
      >
        <Bell className="size-[1.125rem]" strokeWidth={1.9} />
      </span>
      <p
        id={`${id}-message`}
        dir="auto"
        className="min-w-0 flex-1 self-center text-sm leading-5 wrap-anywhere whitespace-pre-line"
      >
        {message}
      </p>
      {unread && <MarkReadButton message={message} onPress={() => onAcknowledge(id)} />}
    </div>
  );
}
