import { Toast } from "@base-ui/react/toast";
import { type FocusEvent, useEffect, useRef, useState } from "react";

import { useAcknowledgement } from "../announcer/use-acknowledgement";
import { useSignalTexts } from "../texts/use-signal-texts";
import { focusIsLost } from "../ui/focus-guard";
import { useModalDialog } from "../ui/use-modal-dialog";
import { ToastCard } from "./toast-card";
import { ManyToast, NotificationToast } from "./toast-contents";
import { countOf, type ToastStack } from "./toast-stack";
import { useStackedToasts } from "./use-stacked-toasts";

const SHOWN_MS = 6_000;

interface ToastsProps {
  stack: ToastStack;
  onChange: (change: (before: ToastStack) => ToastStack) => void;
  onOpenPanel: () => void;
}

/**
 * There only while there is a toast: an empty landmark leads nowhere, and the provider, which stops listening then, would
 * not notice that its window has focus again.
 */
export function Toasts(props: ToastsProps) {
  const [present, setPresent] = useState(false);
  if (!present && props.stack.toasts.length > 0) setPresent(true);
  if (!present) return null;
  return (
    <Toast.Provider timeout={SHOWN_MS}>
      <ToastRegion {...props} onEmpty={() => setPresent(false)} />
    </Toast.Provider>
  );
}

interface ToastRegionProps extends ToastsProps {
  /** The last toast is gone. */
  onEmpty: () => void;
}

/** A landmark in the corner, reached by F6. Silent: the announcer says what is new. */
function ToastRegion({ stack, onChange, onOpenPanel, onEmpty }: ToastRegionProps) {
  const texts = useSignalTexts();
  const toasts = useStackedToasts(stack, onChange);
  const acknowledgement = useAcknowledgement();
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
              <NotificationToast notification={toast.data.notification} {...acknowledgement} />
            ) : (
              <ManyToast count={toast.data ? countOf(toast.data) : 0} onOpenPanel={onOpenPanel} />
            )}
          </ToastCard>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

/** Above everything, and at its place in the window even where a transform moves the dialog around it. */
function raise(viewport: HTMLElement | null): void {
  if (viewport?.isConnected === true && !viewport.matches(":popover-open")) viewport.showPopover();
}
