import { type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";

import { focusIsLost } from "../ui/focus-guard";

/** A row that was not drawn before takes a frame or two until it can have focus. */
const MOST_FRAMES = 20;

interface Stop {
  id: string;
  index: number;
}

/**
 * One tab stop for a list: the row that had focus last, at first the top one. When that row goes away, the one in its place
 * takes over, and gets focus if the keyboard would be nowhere. Without any row left, the panel decides where focus goes.
 */
export function useRovingFocus(list: RefObject<HTMLElement | null>, ids: readonly string[]) {
  const [chosen, setChosen] = useState<Stop | null>(null);
  const focused = useRef<string | null>(null);
  const stop = standIn(chosen, ids);
  // For when it goes.
  if (chosen !== null && stop !== null && (stop.id !== chosen.id || stop.index !== chosen.index)) setChosen(stop);

  function focusRow(id: string, framesLeft = MOST_FRAMES): void {
    const row = list.current?.querySelector<HTMLElement>(`[data-notification="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
    if (row != null && document.activeElement === row) row.scrollIntoView({ block: "nearest" });
    else if (framesLeft > 0) requestAnimationFrame(() => focusRow(id, framesLeft - 1));
  }

  useLayoutEffect(() => {
    if (focused.current === null || ids.includes(focused.current)) return;
    focused.current = null;
    if (stop !== null && focusIsLost()) focusRow(stop.id);
  });

  return {
    /** Id of the tab stop, null for an empty list. */
    activeId: stop?.id ?? null,
    /** Gives focus to a row. */
    focusId(id: string) {
      setChosen({ id, index: ids.indexOf(id) });
      focusRow(id);
    },
    onFocus(event: FocusEvent<HTMLElement>) {
      const id = event.target.closest<HTMLElement>("[data-notification]")?.dataset["notification"];
      if (id === undefined || !ids.includes(id)) return;
      focused.current = id;
      setChosen({ id, index: ids.indexOf(id) });
    },
    onBlur(event: FocusEvent<HTMLElement>) {
      // Without a successor the row was taken away, or the window lost focus. Either may need its way back.
      if (event.relatedTarget !== null) focused.current = null;
    },
  };
}

function standIn(chosen: Stop | null, ids: readonly string[]): Stop | null {
  const index = chosen === null ? 0 : ids.indexOf(chosen.id);
  if (chosen !== null && index !== -1) return { id: chosen.id, index };
  const successor = Math.min(chosen?.index ?? 0, ids.length - 1);
  const id = ids[successor];
  return id === undefined ? null : { id, index: successor };
}
