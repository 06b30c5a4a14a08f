"use client";

import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";

import { classNames } from "./class-names";

const SLIDE_MS = 280;

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

/** A modal that slides in from the right: the whole width on a phone, a floating column on anything wider. */
export function Sheet({ id, open, onClose, labelledBy, initialFocus, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const filled = useFilled(open);

  useEffect(() => {
    const element = dialog.current;
    if (element === null || open === element.open) return;
    if (open) {
      element.showModal();
      initialFocus.current?.focus();
    } else {
      element.close();
    }
  }, [open, initialFocus]);

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    // The backdrop is the dialog's own; anything else lies inside. A click that began inside is a selection of text.
    let pressed: EventTarget | null = null;
    const press = (event: PointerEvent) => (pressed = event.target);
    const closeOnBackdrop = (event: MouseEvent) => pressed === element && event.target === element && onClose();
    element.addEventListener("pointerdown", press);
    element.addEventListener("click", closeOnBackdrop);
    return () => {
      element.removeEventListener("pointerdown", press);
      element.removeEventListener("click", closeOnBackdrop);
    };
  }, [onClose]);

  return (
    <dialog
      ref={dialog}
      id={id}
      aria-labelledby={labelledBy}
      onClose={onClose}
      style={{ transitionDuration: `${SLIDE_MS}ms` }}
      className={classNames(
        "inset-y-0 right-0 left-auto m-0 hidden h-dvh max-h-none w-full max-w-none flex-col overflow-hidden",
        "bg-raised text-ink shadow-float open:flex",
        "sm:inset-y-2 sm:right-2 sm:h-auto sm:w-[27.5rem] sm:rounded-2xl sm:border sm:border-line",
        "translate-x-[calc(100%+1rem)] open:translate-x-0 starting:open:translate-x-[calc(100%+1rem)]",
        "transition-[translate,display,overlay] transition-discrete ease-arrive",
        "backdrop:bg-scrim backdrop:opacity-0 backdrop:transition-[opacity,display,overlay] backdrop:transition-discrete",
        "backdrop:duration-200 open:backdrop:opacity-100 starting:open:backdrop:opacity-0",
      )}
    >
      {filled && children}
    </dialog>
  );
}

/** Stays true until the sheet has slid out, so that it does not leave empty. */
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
