"use client";

import { CheckCheck, X } from "lucide-react";
import type { RefObject } from "react";

import { Button } from "@/components/ui/button";
import type { Connection } from "@/lib/client/use-notifications";

import { cappedCount } from "./capped-count";
import { ConnectionLabel } from "./connection-label";

interface PanelHeaderProps {
  heading: RefObject<HTMLHeadingElement | null>;
  headingId: string;
  unread: number;
  connection: Connection;
  onMarkAllRead: () => void;
  onClose: () => void;
}

/** "Mark all as read" has a line of its own, out of the way of the second click of a double click on the bell. */
export function PanelHeader({ heading, headingId, unread, connection, onMarkAllRead, onClose }: PanelHeaderProps) {
  return (
    <header className="border-b border-line pt-2.5 pb-1.5">
      <div className="flex items-center justify-between pr-2.5 pl-5">
        <h2
          ref={heading}
          id={headingId}
          tabIndex={-1}
          className="flex items-center gap-2 rounded-md text-[1.0625rem] font-semibold tracking-tight outline-offset-4"
        >
          Notifications{" "}
          {unread > 0 && (
            <span className="rounded-full bg-accent-soft px-2 py-0.5 text-xs font-semibold tracking-normal text-accent tabular-nums">
              {cappedCount(unread)}
              <span className="sr-only"> unread</span>
            </span>
          )}
        </h2>
        <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
          <X aria-hidden="true" className="size-[1.125rem]" />
        </Button>
      </div>
      <div className="flex h-8 items-center justify-between pr-3 pl-5">
        <ConnectionLabel connection={connection} />
        {unread > 0 && (
          <Button variant="ghost" size="small" onClick={onMarkAllRead}>
            <CheckCheck aria-hidden="true" className="size-4" />
            Mark all as read
          </Button>
        )}
      </div>
    </header>
  );
}
