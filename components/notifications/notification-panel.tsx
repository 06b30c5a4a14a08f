"use client";

import { Tabs } from "@base-ui/react/tabs";
import { type RefObject, useRef, useState } from "react";

import { Sheet } from "@/components/ui/sheet";
import { type Connection, type ListStatus, useNotifications } from "@/lib/client/use-notifications";

import { ConnectionBanner } from "./connection-banner";
import { FailureMessage } from "./failure-message";
import { PanelBody } from "./panel-body";
import { PanelHeader } from "./panel-header";
import { ShortcutList } from "./shortcut-list";
import { useAnnounce } from "./signals/announcements";
import { Announcer } from "./signals/announcer";
import { useSignalTexts } from "./texts/use-signal-texts";
import { useCalm } from "./use-calm";
import { useFocusGuard } from "./use-focus-guard";

const LISTS: readonly ListStatus[] = ["unread", "all"];

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
  const [list, setList] = useState<ListStatus>("unread");
  const notifications = useNotifications(list);
  const connection = useCalm(notifications.connection, isCalm);
  const focusGuard = useFocusGuard(heading);
  const signalTexts = useSignalTexts();
  const announce = useAnnounce();
  const shortcuts = useRef<HTMLDialogElement>(null);
  const showShortcuts = () => shortcuts.current?.showModal();

  function acknowledgeAll() {
    if (notifications.unread === 0) return;
    announce(`${signalTexts.markedRead} ${signalTexts.unread(0)}`);
    notifications.markAllRead();
  }

  return (
    <Tabs.Root
      value={list}
      onValueChange={setList}
      className="flex min-h-0 flex-1 flex-col has-[h2:focus-visible]:short:outline-2 has-[h2:focus-visible]:short:-outline-offset-2 has-[h2:focus-visible]:short:outline-focus"
      {...focusGuard}
    >
      <PanelHeader
        heading={heading}
        headingId={headingId}
        unread={notifications.unread}
        connection={connection}
        onMarkAllRead={acknowledgeAll}
        onHelp={showShortcuts}
        onClose={onClose}
      />
      <ConnectionBanner connection={connection} unsent={notifications.unsent} onResume={notifications.connect} />
      <FailureMessage
        // That older ones are missing is said where they would be.
        failure={notifications.failure?.of === "acknowledging" ? notifications.failure : null}
        onDismiss={notifications.dismissFailure}
      />
      {LISTS.map((status) => (
        <Tabs.Panel key={status} value={status} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <PanelBody
            status={status}
            notifications={notifications}
            onAcknowledgeAll={acknowledgeAll}
            onLeave={onClose}
            onHelp={showShortcuts}
          />
        </Tabs.Panel>
      ))}
      <ShortcutList dialog={shortcuts} />
      <Announcer />
    </Tabs.Root>
  );
}

function isCalm(connection: Connection): boolean {
  return connection === "live";
}
