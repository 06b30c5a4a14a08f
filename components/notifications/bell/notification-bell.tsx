"use client";

import { type FocusEvent, type KeyboardEvent, useCallback, useId, useRef, useState } from "react";

import {
  type Connection,
  ErrorBoundary,
  useBell,
  useLazy,
  useNotificationsContext,
} from "../../../lib/notifications/client";
import { useBellTexts } from "../texts/use-bell-texts";
import { BellButton, PlainBellButton } from "./bell-button";
import { BellNotice } from "./bell-notice";
import { Signals } from "./signals";

const fetchPanel = () => import("../panel/notification-panel").then((module) => module.NotificationPanel);

/** The bell with its counter; opens the panel. Needs a NotificationsProvider above it. */
export function NotificationBell() {
  return (
    <ErrorBoundary>
      <BellWithPanel />
    </ErrorBoundary>
  );
}

function BellWithPanel() {
  const { unread, connection, want } = useBell();
  const { feedTrouble } = useNotificationsContext();
  const texts = useBellTexts();
  const { code: Panel, trouble, load } = useLazy(fetchPanel);
  const [open, setOpen] = useState(false);
  const bell = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const close = useCallback(() => setOpen(false), []);
  // The server answers, but no longer has the code.
  const isOutdated = (trouble === "gone" || feedTrouble === "gone") && isReached(connection);
  const shown = open && Panel !== null && !isOutdated;

  /** Called as soon as somebody points at the bell, so that the panel is there when it is pressed. */
  function prepare() {
    want();
    load();
  }

  /** Focus starts on the bell, so that it returns there also when a toast has opened the panel. */
  function openPanel() {
    bell.current?.focus();
    setOpen(true);
    prepare();
  }

  /** A panel that is late does not open any more for somebody who has turned to something else. */
  function stopWaiting({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
    if (!shown && !currentTarget.contains(relatedTarget)) close();
  }

  const button = {
    ref: bell,
    unread,
    connection,
    "aria-expanded": shown,
    onClick: openPanel,
    onPointerEnter: prepare,
    onFocus: prepare,
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- events that bubble from the bell and its notice
    <div
      className="notifications-theme relative"
      onBlur={stopWaiting}
      onKeyDown={({ key }: KeyboardEvent) => !shown && key === "Escape" && close()}
    >
      <ErrorBoundary fallback={<PlainBellButton {...button} />}>
        <BellButton {...button} />
      </ErrorBoundary>
      {open && isOutdated && (
        <BellNotice text={texts.outdated} action={{ label: texts.reload, onPress: () => window.location.reload() }} />
      )}
      {open && !isOutdated && trouble !== null && <BellNotice text={texts.panelNotLoaded} />}
      <ErrorBoundary>
        <Signals panelOpen={shown} onOpenPanel={openPanel} />
      </ErrorBoundary>
      {Panel !== null && (
        <ErrorBoundary
          resetOn={open}
          renderFallback={(retry) =>
            shown && <BellNotice text={texts.panelFailed} action={{ label: texts.tryAgain, onPress: retry }} />
          }
        >
          <Panel id={panelId} open={shown} onClose={close} />
        </ErrorBoundary>
      )}
    </div>
  );
}

function isReached(connection: Connection): boolean {
  return connection === "live" || connection === "catching-up" || connection === "polling";
}
