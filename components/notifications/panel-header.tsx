"use client";

import { CheckCheck, X } from "lucide-react";
import type { RefObject } from "react";

import { Button } from "@/components/ui/button";

import { cappedCount } from "./capped-count";

interface PanelHeaderProps {
  heading: RefObject<HTMLHeadingElement | null>;
  headingId: string;
  unread: number;
  onMarkAllRead: () => void;
  onClose: () => void;
}

export function PanelHeader({ heading, headingId, unread, onMarkAllRead, onClose }: PanelHeaderProps) {
  return (
    <header className="flex items-center gap-1 border-b border-line py-2.5 pr-2.5 pl-5">
      <h2
        ref={heading}
        id={headingId}
        tabIndex={-1}
        className="flex items-center gap-2 rounded-md text-base font-semibold tracking-tight outline-offset-4"
      >
        Notifications
        {unread > 0 && (
          <span className="rounded-full bg-accent-soft px-2 py-0.5 text-xs font-semibold text-accent tabular-nums">
            {cappedCount(unread)}
            <span className="sr-only"> unread</span>
          </span>
        )}
      </h2>
      <div className="ml-auto flex items-center gap-0.5">
        {unread > 0 && (
          <Button variant="ghost" size="small" onClick={onMarkAllRead}>
            <CheckCheck aria-hidden="true" className="size-4 max-[22rem]:hidden" />
            Mark all as read
          </Button>
        )}
        <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
          <X aria-hidden="true" className="size-[1.125rem]" />
        </Button>
      </div>
    </header>
  );
}
