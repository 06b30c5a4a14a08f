export type ListCommand =
  | "next"
  | "previous"
  | "first"
  | "last"
  | "page-down"
  | "page-up"
  | "open"
  | "unfold"
  | "acknowledge"
  | "acknowledge-all"
  | "help";

const COMMANDS = new Map<string, ListCommand>(
  Object.entries({
    ArrowDown: "next",
    j: "next",
    ArrowUp: "previous",
    k: "previous",
    Home: "first",
    End: "last",
    PageDown: "page-down",
    PageUp: "page-up",
    Enter: "open",
    " ": "unfold",
    e: "acknowledge",
    E: "acknowledge-all",
    "?": "help",
  } as const),
);

/** For `aria-keyshortcuts`. */
export const LIST_KEYSHORTCUTS = "ArrowDown J ArrowUp K Home End PageDown PageUp Enter Space E Shift+E Shift+?";

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What a key means in the list. With Ctrl, Command or Alt it is the browser's, but for Enter: a link opens in a new tab. */
export function listCommand({ key, ctrlKey, metaKey, altKey }: Press): ListCommand | null {
  if (altKey || ((ctrlKey || metaKey) && key !== "Enter")) return null;
  return COMMANDS.get(key) ?? null;
}
