"use client";

import { type RefObject, useEffect, useRef } from "react";

import { swipeCommits, swipeIntent } from "./swipe";

/** As long as what was swiped takes to go, or to come back. */
const SETTLE_MS = 240;

interface Swipe {
  /** Along the line of reading, whichever way that runs. */
  towards: "start" | "end";
  /** What would move for a finger put down on `touched`; null for nothing. */
  target: (touched: Element) => HTMLElement | null;
  onCommit: (element: HTMLElement) => void;
}

interface Drag {
  element: HTMLElement;
  pointerId: number;
  startX: number;
  startY: number;
  /** +1 where the swipe goes to the right. */
  sign: 1 | -1;
  claimed: boolean;
  distance: number;
  velocity: number;
  movedAt: number;
}

/**
 * Lets a finger push away what is under `area`. The moved element has `data-swiping` meanwhile (`commits` once letting go
 * would do it), and how far it went in `--swipe` (pixels, signed) and `--swipe-progress` (0 to 1), for its style to follow.
 * The area needs `touch-action: pan-y`, so that up and down stays the browser's. Of areas inside each other the inner is asked first.
 */
export function useSwipe(area: RefObject<HTMLElement | null>, swipe: Swipe): void {
  const latest = useRef(swipe);
  useEffect(() => {
    latest.current = swipe;
  });

  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    let drag: Drag | null = null;

    function press(event: PointerEvent) {
      if (event.pointerType !== "touch" || !event.isPrimary || !(event.target instanceof Element)) return;
      const moved = latest.current.target(event.target);
      if (moved === null) return;
      const rightToLeft = getComputedStyle(moved).direction === "rtl";
      drag = {
        element: moved,
        pointerId: event.pointerId,
        startX: event.clientX,
        startY: event.clientY,
        sign: (latest.current.towards === "end") === rightToLeft ? -1 : 1,
        claimed: false,
        distance: 0,
        velocity: 0,
        movedAt: event.timeStamp,
      };
    }

    function move(event: PointerEvent) {
      if (drag === null || event.pointerId !== drag.pointerId) return;
      const along = (event.clientX - drag.startX) * drag.sign;
      if (!drag.claimed) {
        const intent = swipeIntent(along, event.clientY - drag.startY);
        if (intent === "other") drag = null;
        if (drag === null || intent === "unclear") return;
        drag.claimed = true;
        drag.element.setPointerCapture(drag.pointerId);
      }
      event.stopPropagation();
      const distance = Math.max(0, along);
      const elapsed = event.timeStamp - drag.movedAt;
      if (elapsed > 0) drag.velocity = (distance - drag.distance) / elapsed;
      drag.distance = distance;
      drag.movedAt = event.timeStamp;
      follow(drag);
    }

    function release(event: PointerEvent) {
      if (drag === null || event.pointerId !== drag.pointerId) return;
      const { element: moved, claimed, distance, velocity } = drag;
      drag = null;
      if (!claimed) return;
      event.stopPropagation();
      delete moved.dataset["swiping"];
      if (event.type === "pointerup" && swipeCommits(distance, velocity, moved.clientWidth)) {
        latest.current.onCommit(moved);
        setTimeout(() => rest(moved), SETTLE_MS);
      } else {
        rest(moved);
      }
    }

    element.addEventListener("pointerdown", press);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", release);
    element.addEventListener("pointercancel", release);
    return () => {
      element.removeEventListener("pointerdown", press);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", release);
      element.removeEventListener("pointercancel", release);
    };
  }, [area]);
}

function follow({ element, distance, sign }: Drag): void {
  element.dataset["swiping"] = swipeCommits(distance, 0, element.clientWidth) ? "commits" : "";
  element.style.setProperty("--swipe", `${distance * sign}px`);
  element.style.setProperty("--swipe-progress", String(Math.min(1, distance / element.clientWidth)));
}

function rest(element: HTMLElement): void {
  element.style.removeProperty("--swipe");
  element.style.removeProperty("--swipe-progress");
}
