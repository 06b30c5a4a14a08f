import { Tabs } from "@base-ui/react/tabs";
import { CircleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { ErrorBoundary, type ListStatus, useNotifications } from "../../../lib/notifications/client";
import { announce, Announcer } from "../announcer/announcer";
import { usePanelTexts } from "../texts/use-panel-texts";
import { useSignalTexts } from "../texts/use-signal-texts";
import { useFocusGuard } from "../ui/focus-guard";
import { Sheet } from "../ui/sheet";
import { ConnectionBanner, useCalmConnection } from "./connection-state";
import { FailureMessage } from "./failure-message";
import { PanelBody } from "./panel-body";
import { PanelHeader, type PanelHeadingProps, PlainPanelHeader } from "./panel-header";
import { PanelPlaceholder } from "./placeholders";
import { ShortcutList } from "./shortcut-list";

const LISTS: readonly ListStatus[] = ["unread", "all"];

interface NotificationPanelProps {
  id: string;
  open: boolean;
  onClose: () => void;
}

/** The slide-in inbox behind the bell. */
export function NotificationPanel({ id, open, onClose }: NotificationPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const headingId = `${id}-heading`;
  const contents = { heading, headingId, onClose };

  return (
    <Sheet id={id} open={open} onClose={onClose} labelledBy={headingId} initialFocus={heading}>
      <ErrorBoundary renderFallback={(retry) => <PanelFailure {...contents} onRetry={retry} />}>
        <PanelContents {...contents} />
      </ErrorBoundary>
    </Sheet>
  );
}

function PanelContents({ heading, headingId, onClose }: PanelHeadingProps) {
  const [list, setList] = useState<ListStatus>("unread");
  const notifications = useNotifications(list);
  const connection = useCalmConnection(notifications.connection);
  const focusGuard = useFocusGuard(heading);
  const signalTexts = useSignalTexts();
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
        // The end of the list says that older ones are missing.
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

/** In place of contents that could not be drawn. */
function PanelFailure({ onRetry, ...header }: PanelHeadingProps & { onRetry: () => void }) {
  const texts = usePanelTexts();
  const { heading } = header;
  useEffect(() => heading.current?.focus(), [heading]);
  return (
    <>
      <PlainPanelHeader {...header} />
      <div role="alert" className="min-h-0 flex-1 overflow-y-auto">
        <PanelPlaceholder icon={CircleAlert} title={texts.notShown.title} onRetry={onRetry}>
          {texts.notShown.body}
        </PanelPlaceholder>
      </div>
    </>
  );
}
