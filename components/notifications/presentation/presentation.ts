import { createContext, type ReactNode, use } from "react";

import type { ListedNotification } from "../../../lib/notifications/contract";
import { languageTag } from "../language/language";
import type { BellTexts } from "../texts/en/bell";
import type { PanelTexts } from "../texts/en/panel";
import type { SignalTexts } from "../texts/en/signals";
import type { Overrides } from "./with-overrides";

/** All words, in the parts in which a page loads them. */
export interface Texts {
  bell: BellTexts;
  panel: PanelTexts;
  signals: SignalTexts;
}

/** Words of the app in place of ours. */
type OwnTexts = Overrides<Texts>;

type ItemRenderer = (notification: ListedNotification) => ReactNode;

/** How notifications look and speak in an app: what it passes to its NotificationsProvider. */
export interface Presentation {
  /** BCP 47 tag for texts, numbers and times. */
  language: string;
  /** Words in place of the built-in ones, at any depth. `types` names a `type`, which otherwise reads "Order shipped". */
  texts: OwnTexts & { readonly types?: Readonly<Record<string, string>> };
  /** By `type`: what an item and a toast show in place of the message. */
  renderItem: Readonly<Record<string, ItemRenderer>>;
  /**
   * Paths of the app's pages, each with all below it. They contain the `basePath`, as links do. Next's router follows a link
   * to one of them; any other link loads its address as a browser does.
   */
  pages: readonly string[];
}

/** The same, checked. A `type` is a foreign string, so it is looked up in a Map, which inherits nothing. */
interface CheckedPresentation {
  /** A tag that `Intl` takes. */
  language: string;
  texts: OwnTexts;
  typeNames: ReadonlyMap<string, string>;
  renderers: ReadonlyMap<string, ItemRenderer>;
  pages: readonly string[];
}

/** Drops values of the wrong kind: TypeScript does not check every app. */
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
