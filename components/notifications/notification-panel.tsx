"use client";

import { type RefObject, useRef } from "react";

import { Sheet } from "@/components/ui/sheet";
import { useNotifications } from "@/lib/client/use-notifications";

import { ConnectionBanner } from "./connection-banner";
import { FailureMessage } from "./failure-message";
import { PanelBody } from "./panel-body";
import { PanelHeader } from "./panel-header";
import { UnreadAnnouncer } from "./unread-announcer";
import { useFocusGuard } from "./use-focus-guard";

export interface NotificationPanelProps {
  id: string;
  open: boolean;
  onClose: () => void;
}

/** The slide-in inbox behind the bell. */
export function NotificationPanel({ id, open, onClose }: NotificationPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const headingId = `${id}-heading`;

  return (
    <Sheet id={id} open={open} onClose={onClose} labelledBy={headingId} initialFocus={heading}>
      <PanelContents heading={heading} headingId={headingId} onClose={onClose} />
    </Sheet>
  );
}

interface PanelContentsProps {
  heading: RefObject<HTMLHeadingElement | null>;
  headingId: string;
  onClose: () => void;
}

function PanelContents({ heading, headingId, onClose }: PanelContentsProps) {
  const notifications = useNotifications();
  const focusGuard = useFocusGuard(heading);

  return (
    <div className="flex min-h-0 flex-1 flex-col" {...focusGuard}>
      <PanelHeader
        heading={heading}
        headingId={headingId}
        unread={notifications.unread}
        connection={notifications.connection}
        onMarkAllRead={() => void notifications.markAllRead()}
        onClose={onClose}
      />
      <ConnectionBanner connection={notifications.connection} onResume={notifications.connect} />
      <FailureMessage failure={notifications.failure} onDismiss={notifications.dismissFailure} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <PanelBody notifications={notifications} onLeave={onClose} />
      </div>
      <UnreadAnnouncer unread={notifications.status === "ready" ? notifications.unread : null} />
    </div>
  );
}
