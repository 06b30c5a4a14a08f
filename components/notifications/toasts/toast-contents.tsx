import { Toast } from "@base-ui/react/toast";
import { BellRing, Check, X } from "lucide-react";

import { ErrorBoundary } from "../../../lib/notifications/client";
import type { Notification } from "../../../lib/notifications/contract";
import type { Acknowledgement } from "../announcer/use-acknowledgement";
import { CustomContent } from "../item/custom-content";
import { NotificationDetails } from "../item/notification-details";
import { NotificationLink } from "../item/notification-link";
import { TypeIcon } from "../item/type-icon";
import { useSignalTexts } from "../texts/use-signal-texts";
import { IconTile } from "../ui/icon-tile";

const TOOL = "relative z-10 flex size-8 shrink-0 items-center justify-center rounded-lg text-muted transition-colors";

interface NotificationToastProps extends Acknowledgement {
  notification: Notification;
}

/** One notification as the list shows it, in a few lines. Its message alone, if that cannot be drawn. */
export function NotificationToast(props: NotificationToastProps) {
  const plain = (
    <>
      <p dir="auto" className="line-clamp-3 min-w-0 flex-1 text-sm wrap-anywhere whitespace-pre-line">
        {props.notification.message}
      </p>
      <DismissButton />
    </>
  );
  return (
    <ErrorBoundary fallback={plain}>
      <FullToast {...props} />
    </ErrorBoundary>
  );
}

function FullToast({ notification, prepare, acknowledge }: NotificationToastProps) {
  const { id, type, message, link } = notification;
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
            <NotificationLink href={link} onFollow={acknowledgeAndClose}>
              {content}
            </NotificationLink>
          )}
        </Toast.Title>
        <Toast.Description render={<div />}>
          <NotificationDetails notification={notification} />
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
          className={`${TOOL} hover:bg-leaf-soft hover:text-leaf`}
        >
          <Check aria-hidden="true" className="size-4" />
        </button>
        <DismissButton />
      </div>
    </>
  );
}

interface ManyToastProps {
  count: number;
  onOpenPanel: () => void;
}

/** Many at once are one toast, which leads to the list. */
export function ManyToast({ count, onOpenPanel }: ManyToastProps) {
  const texts = useSignalTexts();
  return (
    <>
      <IconTile icon={BellRing} tone="accent" />
      <div className="min-w-0 flex-1 self-center">
        <Toast.Title render={<p />}>
          <button
            type="button"
            data-fills-toast
            onClick={onOpenPanel}
            className="text-start text-sm leading-[1.45] font-medium outline-none after:absolute after:inset-0 after:rounded-2xl focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {texts.arrived(count)}
          </button>
        </Toast.Title>
        <p className="text-xs text-muted">{texts.openPanel}</p>
      </div>
      <div className="-me-1 -mt-1 flex">
        <DismissButton />
      </div>
    </>
  );
}

/** Takes a toast away. Its notifications stay unread. */
function DismissButton() {
  const texts = useSignalTexts();
  return (
    <Toast.Close
      // Base UI hides it from assistive technology while its toasts are a folded stack, and these never are one.
      aria-hidden={false}
      aria-label={texts.dismiss}
      title={texts.dismiss}
      className={`${TOOL} hover:bg-sunken hover:text-ink`}
    >
      <X aria-hidden="true" className="size-4" />
    </Toast.Close>
  );
}
