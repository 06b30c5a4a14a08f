"use client";

import { Toast } from "@base-ui/react/toast";
import { type FocusEvent, useEffect, useRef } from "react";

import { ErrorBoundary } from "../../../lib/notifications/client";
import { focusIsLost } from "../panel/focus-is-lost";
import { useSignalTexts } from "../texts/use-signal-texts";
import { DismissButton } from "./dismiss-button";
import { ManyToast } from "./many-toast";
import { NotificationToast } from "./notification-toast";
import { ToastCard } from "./toast-card";
import type { ToastsProps } from "./toasts";
import { useModalDialog } from "./use-modal-dialog";
import { useToastsOf } from "./use-toasts-of";

interface ToastRegionProps extends ToastsProps {
  /** The last toast is gone. */
  onEmpty: () => void;
}

/** A landmark in the corner, reached by F6. Silent: what is new is said by the announcer. */
export function ToastRegion({ stack, onChange, onOpenPanel, acknowledgement, onEmpty }: ToastRegionProps) {
  const texts = useSignalTexts();
  const toasts = useToastsOf({ stack, onChange });
  const dialog = useModalDialog();
  const cameFrom = useRef<HTMLElement | null>(null);
  const had = useRef(false);
  const empty = toasts.length === 0;

  useEffect(() => {
    if (!empty) had.current = true;
    else if (had.current) {
      if (focusIsLost()) cameFrom.current?.focus({ preventScroll: true });
      onEmpty();
    }
  }, [empty, onEmpty]);

  function rememberWhereFrom({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
    if (relatedTarget instanceof HTMLElement && !currentTarget.contains(relatedTarget))
      cameFrom.current = relatedTarget;
  }

  return (
    // Outside of an open modal dialog they would be inert. `contents`, so that they take no place in it.
    <Toast.Portal container={dialog ?? document.body} className="notifications-theme contents">
      <Toast.Viewport
        ref={raise}
        popover="manual"
        aria-label={texts.region}
        aria-live="off"
        onFocus={rememberWhereFrom}
        className="pointer-events-auto fixed inset-auto end-4 bottom-[var(--notification-toasts-bottom,1rem)] z-40 m-0 h-auto w-[min(23rem,calc(100vw-2rem))] overflow-visible rounded-2xl border-0 bg-transparent p-0 text-ink"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast}>
            {toast.data?.notification ? (
              <ErrorBoundary fallback={<PlainToast message={toast.data.notification.message} />}>
                <NotificationToast notification={toast.data.notification} {...acknowledgement} />
              </ErrorBoundary>
            ) : (
              <ManyToast count={toast.data?.count ?? 0} onOpenPanel={onOpenPanel} />
            )}
          </ToastCard>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

/** Above everything, and at its place in the window even where a dialog is moved by a transform. */
function raise(viewport: HTMLElement | null): void {
  if (viewport?.isConnected === true && !viewport.matches(":popover-open")) viewport.showPopover();
}

/** A notification whose toast could not be drawn. */
function PlainToast({ message }: { message: string }) {
  return (
    <>
      <p dir="auto" className="line-clamp-3 min-w-0 flex-1 text-sm wrap-anywhere whitespace-pre-line">
        {message}
      </p>
      <DismissButton />
    </>
  );
}
