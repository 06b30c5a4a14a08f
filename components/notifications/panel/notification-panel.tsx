"use client";

import { Tabs } from "@base-ui/react/tabs";
import { CircleAlert, RefreshCw, X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";

import { type Connection, ErrorBoundary, type ListStatus, useNotifications } from "../../../lib/notifications/client";
import { usePanelTexts } from "../texts/use-panel-texts";
import { useSignalTexts } from "../texts/use-signal-texts";
import { useAnnounce } from "../toasts/announcements";
import { Announcer } from "../toasts/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { ConnectionBanner } from "./connection-banner";
import { FailureMessage } from "./failure-message";
import { PanelBody } from "./panel-body";
import { PanelHeader } from "./panel-header";
import { PanelPlaceholder } from "./panel-placeholder";
import { ShortcutList } from "./shortcut-list";
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
      <ErrorBoundary
        renderFallback={(retry) => (
          <PanelFailure heading={heading} headingId={headingId} onRetry={retry} onClose={onClose} />
        )}
      >
        <PanelContents heading={heading} headingId={headingId} onClose={onClose} />
      </ErrorBoundary>
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
    notifications.markAllRead();
    announce(`${signalTexts.markedRead} ${signalTexts.unread(0)}`);
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

interface PanelFailureProps extends PanelContentsProps {
  onRetry: () => void;
}

/** In place of contents that could not be drawn. */
function PanelFailure({ heading, headingId, onRetry, onClose }: PanelFailureProps) {
  const texts = usePanelTexts();
  useEffect(() => heading.current?.focus(), [heading]);
  return (
    <>
      <div className="flex min-h-12 items-center justify-between border-b border-line ps-5 pe-2 pt-1.5">
        <h2
          ref={heading}
          id={headingId}
          tabIndex={-1}
          className="rounded-md text-[1.0625rem] font-semibold tracking-tight outline-offset-4"
        >
          {texts.notifications}
        </h2>
        <Button
          variant="ghost"
          size="icon"
          className="pointer-coarse:size-11"
          aria-label={texts.close}
          onClick={onClose}
        >
          <X aria-hidden="true" className="size-[1.125rem]" />
        </Button>
      </div>
      <div role="alert" className="min-h-0 flex-1 overflow-y-auto">
        <PanelPlaceholder
          icon={CircleAlert}
          title={texts.notShown.title}
          action={
            <Button size="small" onClick={onRetry}>
              <RefreshCw aria-hidden="true" className="size-3.5" />
              <span>{texts.tryAgain}</span>
            </Button>
          }
        >
          {texts.notShown.body}
        </PanelPlaceholder>
      </div>
    </>
  );
}

function isCalm(connection: Connection): boolean {
  return connection === "live";
}
