"use client";

import { ArrowUpRight, Check } from "lucide-react";
import { memo } from "react";

import { classNames } from "@/components/ui/class-names";
import type { Notification } from "@/lib/contract";

import { linkHost } from "./link-host";
import { NotificationLink } from "./notification-link";
import { NotificationMessage } from "./notification-message";
import { TimeAgo } from "./time-ago";
import { TypeIcon } from "./type-icon";
import { typeLabel } from "./type-label";
import type { Presence } from "./with-leaving";

interface NotificationItemProps {
  notification: Notification;
  presence: Presence;
  onAcknowledge: (id: string) => void;
  /** A link was followed in this tab. */
  onLeave: () => void;
}

/** One unread notification. Following its link acknowledges it. */
export const NotificationItem = memo(function NotificationItem(props: NotificationItemProps) {
  const { notification, presence, onAcknowledge, onLeave } = props;
  const { id, type, message, link, created_at } = notification;
  const host = linkHost(link);
  const acknowledge = () => onAcknowledge(id);

  return (
    <li
      data-notification={id}
      inert={presence === "leaving"}
      className={classNames(
        "grid grid-rows-[1fr]",
        presence === "entering" && "animate-item-enter overflow-hidden",
        presence === "leaving" && "animate-item-leave overflow-hidden motion-reduce:hidden",
      )}
    >
      <div className="min-h-0">
        <article
          className={classNames(
            "group relative mx-2 flex gap-3 rounded-xl px-3 py-3.5 transition-colors",
            link !== undefined && "hover:bg-hover",
          )}
        >
          <TypeIcon type={type} />
          <div className="flex min-w-0 flex-1 flex-col">
            <NotificationMessage text={message}>
              {link === undefined ? (
                message
              ) : (
                <NotificationLink href={link} onFollow={acknowledge} onLeave={onLeave}>
                  {message}
                </NotificationLink>
              )}
            </NotificationMessage>
            <p className="mt-1 flex items-baseline gap-1 text-xs text-muted">
              <span className="min-w-0 truncate">{typeLabel(type)}</span>
              <span aria-hidden="true">·</span>
              <TimeAgo time={created_at} />
              {host !== null && (
                <>
                  <span aria-hidden="true">·</span>
                  <span className="min-w-0 truncate">{host}</span>
                  <ArrowUpRight aria-hidden="true" className="size-3.5 shrink-0 self-center" />
                </>
              )}
            </p>
          </div>
          <button
            type="button"
            data-acknowledge
            onClick={acknowledge}
            aria-label={`Mark as read: ${message}`}
            title="Mark as read"
            className="relative z-10 -mt-1 -mr-1 flex size-9 shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-leaf-soft hover:text-leaf"
          >
            <Check aria-hidden="true" className="size-[1.125rem]" />
          </button>
        </article>
      </div>
    </li>
  );
});
