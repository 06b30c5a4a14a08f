"use client";

import { Bell, BellOff } from "lucide-react";
import type { ComponentProps } from "react";

import type { Connection } from "../../../lib/notifications/client";
import { usePresentation } from "../presentation";
import { useBellTexts } from "../texts/use-bell-texts";
import { classNames } from "../ui/class-names";
import { bellLabel } from "./bell-label";
import { Badge, UnreadBadge } from "./unread-badge";

interface BellButtonProps extends ComponentProps<"button"> {
  unread: number | null;
  connection: Connection;
}

/** The button alone: how many are unread, and how the connection is. */
export function BellButton({ unread, connection, ...rest }: BellButtonProps) {
  const texts = useBellTexts();
  const { language } = usePresentation();
  return (
    <button
      {...BUTTON}
      {...rest}
      aria-label={bellLabel(texts, unread ?? 0, connection, language)}
      data-connection={connection}
    >
      <BellIcon connection={connection} />
      <UnreadBadge unread={unread} />
    </button>
  );
}

/** The same if that one fails, with nothing in it that could. */
export function PlainBellButton({ unread, connection, ...rest }: BellButtonProps) {
  const { notifications } = useBellTexts();
  return (
    <button
      {...BUTTON}
      {...rest}
      aria-label={unread ? `${notifications}, ${unread}` : notifications}
      data-connection={connection}
    >
      <Bell aria-hidden="true" className={BELL} strokeWidth={1.8} />
      {!!unread && <Badge>{unread}</Badge>}
    </button>
  );
}

const BUTTON = {
  type: "button",
  "aria-haspopup": "dialog",
  className:
    "relative flex h-10 min-w-10 items-center justify-center rounded-lg text-muted transition-colors hover:bg-hover hover:text-ink",
} as const;

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
    case "unreachable":
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
