"use client";

import { Bell, BellOff } from "lucide-react";
import { useCallback, useId, useRef, useState } from "react";

import { classNames } from "@/components/ui/class-names";
import { useLazy } from "@/lib/client/use-lazy";
import { type Connection, useBell } from "@/lib/client/use-notifications";

import { bellLabel } from "./bell-label";
import { usePresentation } from "./presentation";
import { Signals } from "./signals/signals";
import { useBellTexts } from "./texts/use-bell-texts";
import { UnreadBadge } from "./unread-badge";

const fetchPanel = () => import("./notification-panel").then((module) => module.NotificationPanel);

/** The bell with its counter; opens the panel. Needs a NotificationsProvider above it. */
export function NotificationBell() {
  const { unread, connection, want } = useBell();
  const texts = useBellTexts();
  const { language } = usePresentation();
  const { code: Panel, failed, load } = useLazy(fetchPanel);
  const [open, setOpen] = useState(false);
  const bell = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const close = useCallback(() => setOpen(false), []);
  const shown = open && Panel !== null;

  /** Pointing at the bell is enough: by the time it is pressed the panel is there. */
  function prepare() {
    want();
    load();
  }

  function openPanel() {
    setOpen(true);
    prepare();
  }

  /** From elsewhere: the bell is where focus returns to. */
  function openPanelAtBell() {
    bell.current?.focus();
    openPanel();
  }

  return (
    <div className="notifications-theme relative">
      <button
        ref={bell}
        type="button"
        aria-label={bellLabel(texts, unread ?? 0, connection, language)}
        aria-haspopup="dialog"
        aria-expanded={shown}
        data-connection={connection}
        onClick={openPanel}
        onPointerEnter={prepare}
        onFocus={prepare}
        className="relative flex size-10 items-center justify-center rounded-lg text-muted transition-colors hover:bg-hover hover:text-ink"
      >
        <BellIcon connection={connection} />
        <UnreadBadge unread={unread} />
      </button>
      {open && failed && (
        <p
          role="alert"
          className="absolute end-0 top-full z-20 mt-2 w-64 rounded-xl border border-line bg-raised p-3 text-sm shadow-float"
        >
          {texts.panelNotLoaded}
        </p>
      )}
      <Signals panelOpen={shown} onOpenPanel={openPanelAtBell} />
      {Panel !== null && <Panel id={panelId} open={open} onClose={close} />}
    </div>
  );
}

const BELL = "size-[1.375rem]";

/** Without a connection the bell fades; a dot says that it is trying. */
function BellIcon({ connection }: { connection: Connection }) {
  switch (connection) {
    case "connecting":
    case "catching-up":
    case "live":
      return <Bell aria-hidden="true" className={BELL} strokeWidth={1.8} />;
    case "polling":
    case "reconnecting":
      return (
        <>
          <Bell aria-hidden="true" className={classNames(BELL, "opacity-60")} strokeWidth={1.8} />
          <span
            aria-hidden="true"
            className="absolute end-1.5 bottom-1.5 size-2 animate-breathe rounded-full bg-sun ring-2 ring-surface"
          />
        </>
      );
    case "offline":
    case "paused":
    case "signed-out":
      return <BellOff aria-hidden="true" className={classNames(BELL, "opacity-70")} strokeWidth={1.8} />;
  }
}
