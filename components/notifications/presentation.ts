"use client";

import { createContext, type ReactNode, use } from "react";

import type { ListedNotification } from "@/lib/contract";

import type { BellTexts } from "./texts/en/bell";
import type { PanelTexts } from "./texts/en/panel";
import type { SignalTexts } from "./texts/en/signals";

/** Texts in place of the built-in ones; what is left out stays as it is. */
interface TextOverrides {
  /** What to call a `type`. Without a name it is read from the type itself: "Order shipped". */
  types?: Readonly<Record<string, string>>;
  bell?: Partial<BellTexts>;
  panel?: Partial<PanelTexts>;
  signals?: Partial<SignalTexts>;
}

/** How notifications look and speak in this app. */
export interface Presentation {
  /** BCP 47 tag for texts, numbers and times. */
  language: string;
  texts: TextOverrides;
  /** By notification `type`: what an item shows between its icon and its button, in place of the message. */
  renderItem: Readonly<Record<string, (notification: ListedNotification) => ReactNode>>;
}

export const PresentationContext = createContext<Presentation>({ language: "en", texts: {}, renderItem: {} });

export function usePresentation(): Presentation {
  return use(PresentationContext);
}
