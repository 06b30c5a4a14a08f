"use client";

import { createContext, type ReactNode, use } from "react";

import type { ListedNotification } from "../../lib/notifications/contract";
import type { BellTexts } from "./texts/en/bell";
import type { PanelTexts } from "./texts/en/panel";
import type { SignalTexts } from "./texts/en/signals";
import { languageTag } from "./texts/language";
import type { Overrides } from "./texts/with-overrides";

/** Texts in place of the built-in ones; what is left out, or is no text, stays as it is. */
interface TextOverrides {
  /** What to call a `type`. Without a name it is read from the type itself: "Order shipped". */
  types?: Readonly<Record<string, string>>;
  bell?: Overrides<BellTexts>;
  panel?: Overrides<PanelTexts>;
  signals?: Overrides<SignalTexts>;
}

type ItemRenderer = (notification: ListedNotification) => ReactNode;

/** How notifications look and speak in this app, as the app gives it. */
export interface Presentation {
  /** BCP 47 tag for texts, numbers and times. */
  language: string;
  texts: TextOverrides;
  /** By notification `type`: what an item shows between its icon and its button, in place of the message. */
  renderItem: Readonly<Record<string, ItemRenderer>>;
  /**
   * Paths of the app's pages, as links have them: with the `basePath`. A link to one of them, or to what is below it, is
   * followed by Next's router; any other link loads its address as a browser does.
   */
  pages: readonly string[];
}

/** The same, checked. Types are foreign strings, so they are looked up in Maps, which inherit nothing. */
interface CheckedPresentation {
  /** A tag that `Intl` takes. */
  language: string;
  texts: Pick<TextOverrides, "bell" | "panel" | "signals">;
  typeNames: ReadonlyMap<string, string>;
  renderers: ReadonlyMap<string, ItemRenderer>;
  pages: readonly string[];
}

/** Takes what is of the right kind: not every app is checked by TypeScript. */
export function checkPresentation({
  language,
  texts,
  renderItem,
  pages,
}: { readonly [Name in keyof Presentation]?: Presentation[Name] | undefined }): CheckedPresentation {
  return {
    language: languageTag(language),
    texts: texts ?? {},
    typeNames: mapOf(texts?.types, "string"),
    renderers: mapOf(renderItem, "function"),
    pages: Array.isArray(pages) ? pages : [],
  };
}

function mapOf<Value>(record: Readonly<Record<string, Value>> | undefined, kind: string): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record ?? {}).filter(([, value]) => typeof value === kind));
}

export const PresentationContext = createContext(checkPresentation({}));

export function usePresentation(): CheckedPresentation {
  return use(PresentationContext);
}
