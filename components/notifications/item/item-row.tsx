import { Bell, Check } from "lucide-react";
import type { ReactNode } from "react";

import { isUnread } from "../../../lib/notifications/client";
import type { ListedNotification } from "../../../lib/notifications/contract";
import { usePanelTexts } from "../texts/use-panel-texts";
import { classNames } from "../ui/class-names";
import { IconTile } from "../ui/icon-tile";
import { shortened } from "./notification-words";

/** Enough to tell one button from another. */
const NAME_CHARACTERS = 80;

export interface ItemProps {
  notification: ListedNotification;
  onAcknowledge: (id: string) => void;
}

/** A notification whose item could not be drawn: its message, and the button that acknowledges it. */
export function PlainItem(props: ItemProps) {
  const { id, message } = props.notification;
  return (
    <ItemRow {...props} icon={<IconTile icon={Bell} tone="neutral" />} className="mx-1">
      <p
        id={`${id}-message`}
        dir="auto"
        className="min-w-0 flex-1 self-center text-sm leading-5 wrap-anywhere whitespace-pre-line"
      >
        {message}
      </p>
    </ItemRow>
  );
}

interface ItemRowProps extends ItemProps {
  icon: ReactNode;
  className: string;
  children: ReactNode;
}

/** The parts of an item in one line: whether it is unread, an icon, what it says, and the button that acknowledges it. */
export function ItemRow({ notification, onAcknowledge, icon, className, children }: ItemRowProps) {
  const { id, message } = notification;
  const texts = usePanelTexts();
  const unread = isUnread(notification);
  return (
    <div
      className={classNames(
        "relative flex gap-3 rounded-xl py-3 ps-6 pe-1",
        "group-focus-visible/row:outline-2 group-focus-visible/row:-outline-offset-2 group-focus-visible/row:outline-focus",
        className,
      )}
    >
      {unread && (
        // A shape beside the icon and a word: more than a colour and a weight.
        <>
          <span
            aria-hidden="true"
            data-unread-dot
            className="absolute start-2.5 top-[1.625rem] size-2 rounded-full bg-accent forced-color-adjust-none forced-colors:bg-[Highlight]"
          />
          <span id={`${id}-unread`} className="sr-only">
            {texts.unread}
          </span>
        </>
      )}
      {icon}
      {children}
      {unread && (
        <button
          type="button"
          // Keys acknowledge the item that has focus, so Tab passes this by.
          tabIndex={-1}
          onClick={() => onAcknowledge(id)}
          aria-label={`${texts.markRead}: ${shortened(message, NAME_CHARACTERS)}`}
          title={texts.markRead}
          className="relative z-10 -my-1 flex size-9 shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-leaf-soft hover:text-leaf pointer-coarse:size-11"
        >
          <Check aria-hidden="true" className="size-[1.125rem]" />
        </button>
      )}
    </div>
  );
}
