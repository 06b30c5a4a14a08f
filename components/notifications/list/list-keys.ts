"use client";

import type { KeyboardEvent } from "react";

import { type ListCommand, listCommand } from "./list-command";

export interface ListActions {
  /** The staying rows from the one with focus: 1 is the next, -Infinity the first. */
  step: (by: number) => void;
  page: (direction: 1 | -1) => void;
  acknowledge: () => void;
  acknowledgeAll: () => void;
  help: () => void;
}

/** A key pressed in the list: single letters are ours only while a row has focus (WCAG 2.1.4). */
export function pressInList(event: KeyboardEvent<HTMLElement>, actions: ListActions): void {
  const command = event.defaultPrevented ? null : listCommand(event);
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-notification]") : null;
  if (command === null || row === null || isWriting(event.target)) return;
  if (run(command, row, event, actions)) event.preventDefault();
}

/** False when there was nothing to do: then the key is the browser's. */
function run(command: ListCommand, row: HTMLElement, event: KeyboardEvent, actions: ListActions): boolean {
  switch (command) {
    case "next":
      actions.step(1);
      return true;
    case "previous":
      actions.step(-1);
      return true;
    case "first":
      actions.step(-Infinity);
      return true;
    case "last":
      actions.step(Infinity);
      return true;
    case "page-down":
      actions.page(1);
      return true;
    case "page-up":
      actions.page(-1);
      return true;
    case "open":
      return event.target === row && (press(row, "[data-follow]", event) || press(row, "[data-unfold]", event));
    case "unfold":
      return event.target === row && press(row, "[data-unfold]", event);
    case "acknowledge":
      actions.acknowledge();
      return true;
    case "acknowledge-all":
      actions.acknowledgeAll();
      return true;
    case "help":
      actions.help();
      return true;
  }
}

/** Clicks what `selector` finds in the row, with the modifiers that were held: they say where a link opens. */
function press(row: HTMLElement, selector: string, { ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  const element = row.querySelector(selector);
  element?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  return element !== null;
}

/** An app's own item may hold a field. */
function isWriting(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
