import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";

import { classNames } from "./class-names";
import { useSwipe } from "./use-swipe";

const SLIDE_MS = 280;
/** The longest that systems wait for a second click by default. */
const DOUBLE_CLICK_MS = 500;

interface SheetProps {
  id: string;
  open: boolean;
  onClose: () => void;
  /** Id of the heading that names the sheet. */
  labelledBy: string;
  /** Where focus goes on opening. On closing it returns to where it was. */
  initialFocus: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/**
 * A modal that slides in from the end of the line: the whole width on a phone, a floating column on anything wider. A
 * finger can push it back out.
 */
export function Sheet({ id, open, onClose, labelledBy, initialFocus, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const filled = useFilled(open);

  useEffect(() => {
    const element = dialog.current;
    if (element === null || open === element.open) return;
    if (open) {
      element.showModal();
      initialFocus.current?.focus();
      const signal = AbortSignal.timeout(DOUBLE_CLICK_MS);
      element.addEventListener("click", swallowSecondClick, { capture: true, signal });
    } else {
      element.close();
    }
  }, [open, initialFocus]);

  useEffect(() => {
    const element = dialog.current;
    const listening = new AbortController();
    const { signal } = listening;
    // A press on the backdrop has the dialog itself as its target. A click that began inside is a selection of text.
    let pressed: EventTarget | null = null;
    element?.addEventListener("pointerdown", ({ target }) => void (pressed = target), { signal });
    element?.addEventListener("click", ({ target }) => pressed === element && target === element && onClose(), {
      signal,
    });
    return () => listening.abort();
  }, [onClose]);

  const swipe = useSwipe({
    towards: "end",
    target: (touched) => (touched === dialog.current ? null : dialog.current),
    onCommit: onClose,
  });

  return (
    <dialog
      {...swipe}
      ref={dialog}
      id={id}
      aria-labelledby={labelledBy}
      // React also brings the events of dialogs inside, which close alone.
      onClose={(event) => event.target === event.currentTarget && onClose()}
      style={{ transitionDuration: `${SLIDE_MS}ms` }}
      className={classNames(
        "inset-y-0 start-auto end-0 m-0 hidden h-dvh max-h-none w-full max-w-none flex-col overflow-hidden",
        "touch-pan-y bg-raised text-ink shadow-float open:flex",
        "pe-[env(safe-area-inset-right)] pt-[env(safe-area-inset-top)]",
        "sm:inset-y-2 sm:end-2 sm:h-auto sm:w-[27.5rem] sm:rounded-2xl sm:border sm:border-line",
        "translate-x-[calc(100%+1rem)] starting:open:translate-x-[calc(100%+1rem)]",
        "rtl:-translate-x-[calc(100%+1rem)] rtl:starting:open:-translate-x-[calc(100%+1rem)]",
        "open:translate-x-(--swipe,0px) rtl:open:translate-x-(--swipe,0px)",
        "transition-[translate,display,overlay] transition-discrete ease-arrive data-swiping:transition-none",
        "backdrop:bg-scrim backdrop:opacity-0 backdrop:transition-[opacity,display,overlay] backdrop:transition-discrete",
        "backdrop:duration-200 open:backdrop:opacity-[calc(1-var(--swipe-progress,0))] starting:open:backdrop:opacity-0",
      )}
    >
      {filled && children}
    </dialog>
  );
}

/** The second click of a double click on the bell is not meant for what the sheet has put under the pointer. */
function swallowSecondClick(event: MouseEvent): void {
  if (event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Stays true until the sheet has slid out, so that it is not empty on its way. */
function useFilled(open: boolean): boolean {
  const [filled, setFilled] = useState(open);
  if (open && !filled) setFilled(true);
  useEffect(() => {
    if (open) return;
    const timer = setTimeout(() => setFilled(false), SLIDE_MS);
    return () => clearTimeout(timer);
  }, [open]);
  return filled;
}
