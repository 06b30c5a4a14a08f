import { type RefObject, useEffect, useEffectEvent } from "react";

/** As long as what was swiped takes to go, or to come back. */
const SETTLE_MS = 240;
/** Less than this is a finger resting. */
const SLOP_PX = 8;
/** A swipe is so much more sideways than up or down; anything else is scrolling. */
const SIDEWAYS = 1.3;
const COMMITTING_SHARE = 0.35;
const FLICK_PX_PER_MS = 0.5;
const SHORTEST_FLICK_PX = 32;

interface Swipe {
  /** Along the line of reading, whichever way that runs. */
  towards: "start" | "end";
  /** What would move for a finger put down on `touched`; null for nothing. */
  target: (touched: Element) => HTMLElement | null;
  onCommit: (element: HTMLElement) => void;
}

/**
 * Lets a finger push away what is under `area`. While it moves, the element has `data-swiping` (`commits` once letting go
 * would do it), `--swipe` (pixels, signed) and `--swipe-progress` (0 to 1), for its style to follow. The area needs
 * `touch-action: pan-y`, so that up and down stays the browser's. Of areas inside each other the inner one comes first.
 */
export function useSwipe(area: RefObject<HTMLElement | null>, { towards, target, onCommit }: Swipe): void {
  const begin = useEffectEvent((event: PointerEvent): Drag | null => {
    if (event.pointerType !== "touch" || !event.isPrimary || !(event.target instanceof Element)) return null;
    const element = target(event.target);
    return element && dragOf(element, event, towards);
  });
  const commit = useEffectEvent((element: HTMLElement) => onCommit(element));

  useEffect(() => {
    const element = area.current;
    const listening = new AbortController();
    const { signal } = listening;
    let drag: Drag | null = null;

    function move(event: PointerEvent): void {
      if (drag?.pointerId !== event.pointerId) return;
      const along = (event.clientX - drag.startX) * drag.sign;
      if (!drag.claimed) {
        const intent = swipeIntent(along, event.clientY - drag.startY);
        if (intent === "other") drag = null;
        if (drag === null || intent === "unclear") return;
        drag.claimed = true;
        drag.element.setPointerCapture(drag.pointerId);
      }
      event.stopPropagation();
      follow(drag, Math.max(0, along), event.timeStamp);
    }

    function release(event: PointerEvent): void {
      if (drag?.pointerId !== event.pointerId) return;
      const { element: moved, claimed, distance, velocity } = drag;
      drag = null;
      if (!claimed) return;
      event.stopPropagation();
      delete moved.dataset["swiping"];
      if (event.type === "pointerup" && swipeCommits(distance, velocity, moved.clientWidth)) {
        commit(moved);
        setTimeout(() => rest(moved), SETTLE_MS);
      } else {
        rest(moved);
      }
    }

    element?.addEventListener("pointerdown", (event) => void (drag = begin(event) ?? drag), { signal });
    element?.addEventListener("pointermove", move, { signal });
    element?.addEventListener("pointerup", release, { signal });
    element?.addEventListener("pointercancel", release, { signal });
    return () => listening.abort();
  }, [area]);
}

type Drag = ReturnType<typeof dragOf>;

function dragOf(element: HTMLElement, event: PointerEvent, towards: Swipe["towards"]) {
  const isRightToLeft = getComputedStyle(element).direction === "rtl";
  return {
    element,
    pointerId: event.pointerId,
    startX: event.clientX,
    startY: event.clientY,
    /** +1 where the swipe goes to the right. */
    sign: (towards === "end") === isRightToLeft ? -1 : 1,
    claimed: false,
    distance: 0,
    velocity: 0,
    movedAt: event.timeStamp,
  };
}

/** What a finger that has moved this far means: nothing yet, a swipe our way, or something that is not for us. */
export function swipeIntent(along: number, across: number): "unclear" | "swipe" | "other" {
  if (Math.max(Math.abs(along), Math.abs(across)) < SLOP_PX) return "unclear";
  return along > 0 && along > Math.abs(across) * SIDEWAYS ? "swipe" : "other";
}

/** Whether letting go here does it: far enough, or a flick. Pixels, pixels per millisecond. */
export function swipeCommits(distance: number, velocity: number, width: number): boolean {
  if (velocity < -FLICK_PX_PER_MS) return false;
  return distance > width * COMMITTING_SHARE || (velocity > FLICK_PX_PER_MS && distance > SHORTEST_FLICK_PX);
}

function follow(drag: Drag, distance: number, at: number): void {
  const { element, sign } = drag;
  const elapsed = at - drag.movedAt;
  if (elapsed > 0) drag.velocity = (distance - drag.distance) / elapsed;
  drag.distance = distance;
  drag.movedAt = at;
  element.dataset["swiping"] = swipeCommits(distance, 0, element.clientWidth) ? "commits" : "";
  element.style.setProperty("--swipe", `${distance * sign}px`);
  element.style.setProperty("--swipe-progress", String(Math.min(1, distance / element.clientWidth)));
}

function rest(element: HTMLElement): void {
  element.style.removeProperty("--swipe");
  element.style.removeProperty("--swipe-progress");
}
