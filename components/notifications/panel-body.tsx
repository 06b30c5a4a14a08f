"use client";

import { CloudOff, Inbox, RefreshCw } from "lucide-react";
import { useCallback } from "react";

import { Button } from "@/components/ui/button";
import type { Notifications } from "@/lib/client/use-notifications";

import { ListSkeleton } from "./list-skeleton";
import { NotificationList } from "./notification-list";
import { PanelPlaceholder } from "./panel-placeholder";
import { useLingering } from "./use-lingering";

interface PanelBodyProps {
  notifications: Notifications;
  /** A link was followed in this tab. */
  onLeave: () => void;
}

export function PanelBody({ notifications, onLeave }: PanelBodyProps) {
  switch (notifications.status) {
    case "loading":
      return <ListSkeleton />;
    case "error":
      return (
        <PanelPlaceholder
          icon={CloudOff}
          title="Notifications could not be loaded"
          action={
            <Button size="small" onClick={() => void notifications.reload()}>
              <RefreshCw aria-hidden="true" className="size-3.5" />
              Try again
            </Button>
          }
        >
          They are safe on the server. Check your connection, then try again.
        </PanelPlaceholder>
      );
    case "ready":
      return <ReadyList notifications={notifications} onLeave={onLeave} />;
  }
}

function ReadyList({ notifications, onLeave }: PanelBodyProps) {
  const { markRead } = notifications;
  const shown = useLingering(notifications.notifications);
  const acknowledge = useCallback((id: string) => void markRead(id), [markRead]);

  if (shown.length === 0 && notifications.unread === 0) {
    return (
      <PanelPlaceholder icon={Inbox} title="You’re all caught up">
        When something needs your attention, it shows up here the moment it happens.
      </PanelPlaceholder>
    );
  }
  return (
    <NotificationList
      shown={shown}
      onAcknowledge={acknowledge}
      onLeave={onLeave}
      hasOlder={notifications.hasOlder}
      loadOlder={notifications.loadOlder}
    />
  );
}
