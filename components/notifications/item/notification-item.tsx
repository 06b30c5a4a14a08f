"use client";

import { Check } from "lucide-react";
import { memo, type ReactNode } from "react";

import { isUnread } from "../../../lib/notifications/client";
import type { ListedNotification } from "../../../lib/notifications/contract";
import type { Presence } from "../list/with-leaving";
import { usePanelTexts } from "../texts/use-panel-texts";
import { classNames } from "../ui/class-names";
import { CustomContent } from "./custom-content";
import { linkHost } from "./link-host";
import { MarkReadButton } from "./mark-read-button";
import { NotificationDetails } from "./notification-details";
import { NotificationLink } from "./notification-link";
import { NotificationMessage } from "./notification-message";
import { TypeIcon } from "./type-icon";
import { UnreadMark } from "./unread-mark";

interface NotificationItemProps {
  notification: ListedNotification;
  presence: Presence;
  onAcknowledge: (id: string) => void;
  /** A link was followed in this tab. */
  onLeave: () => void;
}

/** One notification. Following its link acknowledges it. */
export const NotificationItem = memo(function NotificationItem(props: NotificationItemProps) {
  const { notification, presence, onAcknowledge, onLeave } = props;
  const { id, type, message, link, created_at } = notification;
  const texts = usePanelTexts();
  const unread = isUnread(notification);
  const acknowledge = () => onAcknowledge(id);
  const follow = unread ? acknowledge : doNothing;

  return (
    <div
      className={classNames(
        "grid grid-cols-1 grid-rows-[1fr]",
        // Never of no height: virtua takes a row that ends where the list's window begins for one above it.
        presence === "entering" && "min-h-2 animate-item-enter overflow-hidden",
        presence === "leaving" && "animate-item-leave overflow-hidden motion-reduce:hidden",
      )}
    >
      <div className="min-h-0">
        {/* The swiped part follows the finger; what is under it says what letting go will do. */}
        <div
          data-swipe={unread ? id : undefined}
          className="group/swipe relative mx-1 [--swipe:0px] overflow-clip rounded-xl"
        >
          <div
            aria-hidden="true"
            className="absolute inset-0 hidden items-center justify-end gap-2 bg-sunken pe-4 text-[0.8125rem] font-semibold text-muted group-data-[swiping=commits]/swipe:bg-leaf group-data-[swiping=commits]/swipe:text-raised group-data-swiping/swipe:flex"
          >
            <Check className="size-5 transition-[scale] group-data-[swiping=commits]/swipe:scale-125" />
            <span className="max-w-[35%]">{texts.markRead}</span>
          </div>
          <div
            className={classNames(
              "relative flex gap-3 rounded-xl bg-raised py-3 ps-6 pe-1 transition-[background-color,translate] duration-(--motion-base) ease-arrive",
              "translate-x-(--swipe) group-data-swiping/swipe:transition-none",
              "group-focus-visible/row:outline-2 group-focus-visible/row:-outline-offset-2 group-focus-visible/row:outline-focus",
              link !== undefined && "hover:bg-hover",
            )}
          >
            {unread && <UnreadMark id={`${id}-unread`} />}
            <TypeIcon type={type} muted={!unread} />
            <div className="flex min-w-0 flex-1 flex-col">
              <CustomContent
                notification={notification}
                renderFrame={(content) => (
                  <div id={`${id}-message`}>
                    <div>{content}</div>
                    {link !== undefined && (
                      <NotificationLink href={link} tabIndex={-1} onFollow={follow} onLeave={onLeave}>
                        <span className="sr-only">{message}</span>
                      </NotificationLink>
                    )}
                  </div>
                )}
              >
                <NotificationMessage id={`${id}-message`} text={message} unread={unread}>
                  <MaybeLink href={link} onFollow={follow} onLeave={onLeave}>
                    {message}
                  </MaybeLink>
                </NotificationMessage>
              </CustomContent>
              <NotificationDetails id={`${id}-details`} type={type} time={created_at} host={linkHost(link)} />
            </div>
            {unread && <MarkReadButton message={message} onPress={acknowledge} />}
          </div>
        </div>
      </div>
    </div>
  );
});

/** What is read already. */
function doNothing(): void {}

interface MaybeLinkProps {
  href: string | undefined;
  onFollow: () => void;
  onLeave: () => void;
  children: ReactNode;
}

function MaybeLink({ href, children, ...rest }: MaybeLinkProps) {
  if (href === undefined) return children;
  return (
    <NotificationLink href={href} tabIndex={-1} {...rest}>
      {children}
    </NotificationLink>
  );
}
