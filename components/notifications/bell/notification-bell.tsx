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
import { Signals } from "../toasts/signals";
import { BellButton, PlainBellButton } from "./bell-button";
import { BellNotice } from "./bell-notice";

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
  // The server answers, and has the code no more.
  const isOutdated = (trouble === "gone" || feedTrouble === "gone") && isReached(connection);
  const shown = open && Panel !== null && !isOutdated;

  /** Pointing at the bell is enough: by the time it is pressed the panel is there. */
  function prepare() {
    want();
    load();
  }

  /** The bell is where focus returns to, wherever the panel was asked for. */
  function openPanel() {
    bell.current?.focus();
    setOpen(true);
    prepare();
  }

  /** Whoever waits for a panel that is late, and turns to something else, is not called back. */
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
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what bubbles from the bell and its notice
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
