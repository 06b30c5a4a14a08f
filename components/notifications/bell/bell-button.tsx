import { Bell, BellOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";

import type { Connection } from "../../../lib/notifications/client";
import { cappedCount } from "../language/capped-count";
import { usePresentation } from "../presentation/presentation";
import type { BellTexts } from "../texts/en/bell";
import { useBellTexts } from "../texts/use-bell-texts";
import { classNames } from "../ui/class-names";

interface BellButtonProps extends ComponentProps<"button"> {
  /** Null until it is known. */
  unread: number | null;
  connection: Connection;
}

const BELL = "size-[1.375rem]";

/** The button alone: how many are unread, and how the connection is. */
export function BellButton({ unread, ...rest }: BellButtonProps) {
  const texts = useBellTexts();
  const { language } = usePresentation();
  return (
    <Frame {...rest} aria-label={bellLabel(texts, unread ?? 0, rest.connection, language)}>
      <BellIcon connection={rest.connection} />
      <UnreadBadge unread={unread} />
    </Frame>
  );
}

/** The same if that one fails, with nothing in it that could. */
export function PlainBellButton({ unread, ...rest }: BellButtonProps) {
  const { notifications } = useBellTexts();
  return (
    <Frame {...rest} aria-label={unread ? `${notifications}, ${unread}` : notifications}>
      <Bell aria-hidden="true" className={BELL} strokeWidth={1.8} />
      {!!unread && <Badge>{unread}</Badge>}
    </Frame>
  );
}

function Frame({ connection, ...rest }: Omit<BellButtonProps, "unread">) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      data-connection={connection}
      className="relative flex h-10 min-w-10 items-center justify-center rounded-lg text-muted transition-colors hover:bg-hover hover:text-ink"
      {...rest}
    />
  );
}

/** What a screen reader says for the bell: "Notifications, 3 unread, reconnecting". */
export function bellLabel(texts: BellTexts, unread: number, connection: Connection, language: string): string {
  const trouble: Readonly<Partial<Record<Connection, string>>> = texts.trouble;
  return [
    texts.notifications,
    unread > 0 && texts.unread(new Intl.NumberFormat(language).format(unread)),
    trouble[connection],
  ]
    .filter(Boolean)
    .join(", ");
}

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

/** The number on the bell. It pops when it rises, but not when it is first known. */
function UnreadBadge({ unread }: Pick<BellButtonProps, "unread">) {
  const { language } = usePresentation();
  const [shown, setShown] = useState({ unread, hasRisen: false });
  if (shown.unread !== unread)
    setShown({ unread, hasRisen: shown.unread !== null && unread !== null && unread > shown.unread });

  return (
    !!unread && (
      <Badge key={unread} className={shown.hasRisen ? "animate-pop" : ""}>
        {cappedCount(unread, language)}
      </Badge>
    )
  );
}

/** The place and the look of the number. */
function Badge({ className = "", children }: { className?: string; children: ReactNode }) {
  return (
    <span
      aria-hidden="true"
      data-testid="unread-badge"
      className={`absolute start-[1.3125rem] top-0 flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-bold text-on-accent tabular-nums ring-2 ring-surface forced-colors:border ${className}`}
    >
      {children}
    </span>
  );
}
