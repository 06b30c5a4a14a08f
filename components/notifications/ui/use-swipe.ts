import { type PointerEvent, useRef } from "react";

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
 * Lets a finger push away an element, or one inside it. Spread the handlers on the outer one, which needs
 * `touch-action: pan-y`, so that up and down stays the browser's. While it moves, the pushed element has `data-swiping`
 * (`commits` once letting go would do it), `--swipe` (pixels, signed) and `--swipe-progress` (0 to 1), for its style to follow.
 */
export function useSwipe({ towards, target, onCommit }: Swipe) {
  const underWay = useRef<Drag | null>(null);

  function press(event: PointerEvent) {
    if (event.pointerType !== "touch" || !event.isPrimary || !(event.target instanceof Element)) return;
    const element = target(event.target);
    if (element !== null) underWay.current = dragOf(element, event, towards);
  }

  function move(event: PointerEvent) {
    const drag = underWay.current;
    if (drag?.pointerId !== event.pointerId) return;
    const along = (event.clientX - drag.startX) * drag.sign;
    if (!drag.claimed) {
      const intent = swipeIntent(along, event.clientY - drag.startY);
      if (intent === "other") underWay.current = null;
      if (intent !== "swipe") return;
      drag.claimed = true;
      drag.element.setPointerCapture(drag.pointerId);
    }
    event.stopPropagation();
    follow(drag, Math.max(0, along), event.timeStamp);
  }

  function release(event: PointerEvent) {
    const drag = underWay.current;
    if (drag?.pointerId !== event.pointerId) return;
    underWay.current = null;
    if (!drag.claimed) return;
    event.stopPropagation();
    const { element, distance, velocity } = drag;
    delete element.dataset["swiping"];
    if (event.type === "pointerup" && swipeCommits(distance, velocity, element.clientWidth)) {
      onCommit(element);
      setTimeout(() => rest(element), SETTLE_MS);
    } else {
      rest(element);
    }
  }

  return { onPointerDown: press, onPointerMove: move, onPointerUp: release, onPointerCancel: release };
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
