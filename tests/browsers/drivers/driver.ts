import type { InputSource } from "./input-source";

/** A tab behind the one that is looked at, or a window that is looked at as well. */
export type PageKind = "tab" | "window";

/** What a person's system prefers. */
export interface Preferences {
  dark?: boolean;
  reducedMotion?: boolean;
}

/** One running browser with a profile of its own. Pages are named by the handles of its WebDriver protocol. */
export interface Driver {
  /** As the browser says it, such as "firefox 153.8.0". */
  readonly version: string;
  open(kind: PageKind): Promise<string>;
  navigate(page: string, url: string): Promise<void>;
  reload(page: string): Promise<void>;
  /** Resolves with the string that the expression's promise resolves with. Rejects with what the page throws. */
  evaluate(page: string, expression: string): Promise<string>;
  act(page: string, sources: readonly InputSource[]): Promise<void>;
  close(page: string): Promise<void>;
  /** Ends the browser and removes its profile. */
  stop(): Promise<void>;
}
