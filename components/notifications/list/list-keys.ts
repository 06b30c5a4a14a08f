import type { KeyboardEvent } from "react";

export interface ListActions {
  /** Goes so many rows on from the one with focus: 1 to the next, -Infinity to the first. */
  step: (by: number) => void;
  page: (direction: 1 | -1) => void;
  acknowledge: () => void;
  acknowledgeAll: () => void;
  help: () => void;
}

/** Returns false when there was nothing to do: then the key is the browser's. */
type Command = (actions: ListActions, row: HTMLElement, event: KeyboardEvent<HTMLElement>) => boolean | void;

const next: Command = ({ step }) => step(1);
const previous: Command = ({ step }) => step(-1);

const COMMANDS = new Map<string, Command>(
  Object.entries<Command>({
    ArrowDown: next,
    j: next,
    ArrowUp: previous,
    k: previous,
    Home: ({ step }) => step(-Infinity),
    End: ({ step }) => step(Infinity),
    PageDown: ({ page }) => page(1),
    PageUp: ({ page }) => page(-1),
    Enter: (_, row, event) => press(row, "[data-follow]", event) || press(row, "[data-unfold]", event),
    " ": (_, row, event) => press(row, "[data-unfold]", event),
    e: ({ acknowledge }) => acknowledge(),
    E: ({ acknowledgeAll }) => acknowledgeAll(),
    "?": ({ help }) => help(),
  }),
);

/** For `aria-keyshortcuts`. */
export const LIST_KEYSHORTCUTS = "ArrowDown J ArrowUp K Home End PageDown PageUp Enter Space E Shift+E Shift+?";

/** Runs the command of a key. Single letters are ours only while a row has focus (WCAG 2.1.4). */
export function pressInList(event: KeyboardEvent<HTMLElement>, actions: ListActions): void {
  const command = event.defaultPrevented ? undefined : listCommand(event);
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-notification]") : null;
  if (command === undefined || row === null || isWriting(event.target)) return;
  if (command(actions, row, event) !== false) event.preventDefault();
}

/** With Ctrl, Command or Alt a key is the browser's, except for Enter, which then opens a link in a new tab. */
export function listCommand({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): Command | undefined {
  return altKey || ((ctrlKey || metaKey) && key !== "Enter") ? undefined : COMMANDS.get(key);
}

/** Clicks what `selector` finds in a row that has focus itself, with the modifiers that were held: they say where a link opens. */
function press(row: HTMLElement, selector: string, event: KeyboardEvent<HTMLElement>): boolean {
  const element = event.target === row ? row.querySelector(selector) : null;
  const { ctrlKey, metaKey, shiftKey } = event;
  element?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  return element !== null;
}

/** An app's own item may hold a field. */
function isWriting(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
