"use client";

import { useRef } from "react";

import { NotificationItem } from "./notification-item";
import { OlderButton } from "./older-button";
import { useFocusOnOlder } from "./use-focus-on-older";
import { useFocusSuccession } from "./use-focus-succession";
import type { Shown } from "./with-leaving";

interface NotificationListProps {
  shown: readonly Shown[];
  onAcknowledge: (id: string) => void;
  /** A link was followed in this tab. */
  onLeave: () => void;
  hasOlder: boolean;
  loadOlder: () => Promise<void>;
}

/** Unread notifications, newest first. */
export function NotificationList({ shown, onAcknowledge, onLeave, hasOlder, loadOlder }: NotificationListProps) {
  const list = useRef<HTMLUListElement>(null);
  const succession = useFocusSuccession(list, shown);
  const rememberLast = useFocusOnOlder(list);

  return (
    <>
      <ul ref={list} aria-label="Unread notifications" className="py-2" {...succession}>
        {shown.map(({ notification, presence }) => (
          <NotificationItem
            key={notification.id}
            notification={notification}
            presence={presence}
            onAcknowledge={onAcknowledge}
            onLeave={onLeave}
          />
        ))}
      </ul>
      {hasOlder && <OlderButton onRequest={rememberLast} loadOlder={loadOlder} />}
    </>
  );
}
