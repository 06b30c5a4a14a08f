"use client";

import { Toast } from "@base-ui/react/toast";
import { Check } from "lucide-react";

import type { Notification } from "../../../lib/notifications/contract";
import { CustomContent } from "../item/custom-content";
import { NotificationDetails } from "../item/notification-details";
import { NotificationLink } from "../item/notification-link";
import { TypeIcon } from "../item/type-icon";
import { useSignalTexts } from "../texts/use-signal-texts";
import { DismissButton } from "./dismiss-button";
import type { Acknowledgement } from "./use-acknowledgement";

interface NotificationToastProps extends Acknowledgement {
  notification: Notification;
}

/** One notification as the list shows it, in a few lines. */
export function NotificationToast({ notification, prepare, acknowledge }: NotificationToastProps) {
  const { id, type, message, link, created_at } = notification;
  const texts = useSignalTexts();
  const { close } = Toast.useToastManager();
  const content = (
    <CustomContent notification={notification} renderFrame={(custom) => <div>{custom}</div>}>
      <span>{message}</span>
    </CustomContent>
  );

  function acknowledgeAndClose() {
    acknowledge(id);
    close(id);
  }

  return (
    <>
      <TypeIcon type={type} />
      <div className="min-w-0 flex-1" onPointerEnter={prepare} onFocus={prepare}>
        <Toast.Title
          render={<div dir="auto" />}
          className="line-clamp-3 text-sm leading-[1.45] wrap-anywhere whitespace-pre-line"
        >
          {link === undefined ? (
            content
          ) : (
            <NotificationLink href={link} onFollow={acknowledgeAndClose} onLeave={leaveAsItIs}>
              {content}
            </NotificationLink>
          )}
        </Toast.Title>
        <Toast.Description render={<div />}>
          <NotificationDetails type={type} time={created_at} />
        </Toast.Description>
      </div>
      <div className="-me-1 -mt-1 flex">
        <button
          type="button"
          aria-label={texts.markRead}
          title={texts.markRead}
          onPointerEnter={prepare}
          onFocus={prepare}
          onClick={acknowledgeAndClose}
          className="relative z-10 flex size-8 shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-leaf-soft hover:text-leaf"
        >
          <Check aria-hidden="true" className="size-4" />
        </button>
        <DismissButton />
      </div>
    </>
  );
}

/** The page changes underneath, and the toast is gone by then. */
function leaveAsItIs(): void {}
