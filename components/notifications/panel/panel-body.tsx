"use client";

import { CloudOff, History, Inbox, RefreshCw } from "lucide-react";
import { useState } from "react";

import type { ListStatus, Notifications } from "../../../lib/notifications/client";
import { NotificationList } from "../list/notification-list";
import { useLingering } from "../list/use-lingering";
import { usePanelTexts } from "../texts/use-panel-texts";
import { useAcknowledgement } from "../toasts/use-acknowledgement";
import { Button } from "../ui/button";
import { ListSkeleton } from "./list-skeleton";
import { PanelPlaceholder } from "./panel-placeholder";

interface PanelBodyProps {
  status: ListStatus;
  notifications: Notifications;
  onAcknowledgeAll: () => void;
  /** A link was followed in this tab. */
  onLeave: () => void;
  onHelp: () => void;
}

/** One of the lists, or what there is to say in its place. */
export function PanelBody(props: PanelBodyProps) {
  const { notifications } = props;
  const texts = usePanelTexts();
  switch (notifications.status) {
    case "loading":
      return <ListSkeleton />;
    case "error":
      return (
        <PanelPlaceholder
          icon={CloudOff}
          title={texts.notLoaded.title}
          action={
            <Button size="small" onClick={() => void notifications.reload()}>
              <RefreshCw aria-hidden="true" className="size-3.5" />
              <span>{texts.tryAgain}</span>
            </Button>
          }
        >
          {texts.notLoaded.body}
        </PanelPlaceholder>
      );
    case "ready":
      return <ReadyList {...props} />;
  }
}

function ReadyList({ status, notifications, onAcknowledgeAll, onLeave, onHelp }: PanelBodyProps) {
  const { unread, hasOlder } = notifications;
  const texts = usePanelTexts();
  const { acknowledge } = useAcknowledgement();
  const [reading, setReading] = useState<string | null>(null);
  const shown = useLingering(notifications.notifications, reading);

  if (shown.length === 0 && !hasOlder && (status === "all" || unread === 0)) {
    if (reading !== null) setReading(null);
    const { title, body } = texts[status === "all" ? "none" : "noneUnread"];
    return (
      <PanelPlaceholder icon={status === "all" ? History : Inbox} title={title}>
        {body}
      </PanelPlaceholder>
    );
  }
  return (
    <NotificationList
      status={status}
      shown={shown}
      size={hasOlder ? (status === "unread" ? unread : -1) : notifications.notifications.length}
      reading={reading}
      onReading={setReading}
      onAcknowledge={acknowledge}
      onAcknowledgeAll={onAcknowledgeAll}
      onLeave={onLeave}
      onHelp={onHelp}
      hasOlder={hasOlder}
      olderFailed={notifications.failure?.of === "loading-older"}
      loadOlder={notifications.loadOlder}
      // With the failure out of the way the end of the list asks again by itself.
      onRetryOlder={notifications.dismissFailure}
    />
  );
}
