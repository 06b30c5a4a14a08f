"use client";

import { Toast } from "@base-ui/react/toast";
import { type FocusEvent, useEffect, useRef } from "react";

import { focusIsLost } from "@/components/notifications/focus-is-lost";
import { useSignalTexts } from "@/components/notifications/texts/use-signal-texts";

import { ManyToast } from "./many-toast";
import { NotificationToast } from "./notification-toast";
import { ToastCard } from "./toast-card";
import type { ToastsProps } from "./toasts";
import { useToastsOf } from "./use-toasts-of";

interface ToastRegionProps extends ToastsProps {
  /** The last toast is gone. */
  onEmpty: () => void;
}

/** A landmark in the corner, reached by F6. Silent: what is new is said by the announcer. */
export function ToastRegion({ stack, onChange, onOpenPanel, acknowledgement, onEmpty }: ToastRegionProps) {
  const texts = useSignalTexts();
  const toasts = useToastsOf({ stack, onChange });
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
    <Toast.Portal className="notifications-theme">
      <Toast.Viewport
        aria-label={texts.region}
        aria-live="off"
        onFocus={rememberWhereFrom}
        className="fixed end-4 bottom-[var(--notification-toasts-bottom,1rem)] z-40 w-[min(23rem,calc(100vw-2rem))] rounded-2xl"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast}>
            {toast.data?.notification ? (
              <NotificationToast notification={toast.data.notification} {...acknowledgement} />
            ) : (
              <ManyToast count={toast.data?.count ?? 0} onOpenPanel={onOpenPanel} />
            )}
          </ToastCard>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
