import { closestLanguage } from "@/components/notifications/language/language";

import { type Format, formatFor } from "./format";
import { type Texts, TEXTS } from "./texts/texts";

/** What server components of the demo need in order to speak a language. */
export interface Words {
  /** BCP 47 tag. */
  language: string;
  texts: Texts;
  format: Format;
}

export function wordsIn(language: string, now: number): Words {
  return { language, texts: TEXTS[closestLanguage(language)], format: formatFor(language, now) };
}
