import { useMemo } from "react";

import { closestLanguage, type Language } from "../language/language";
import { type Texts, usePresentation } from "../presentation/presentation";
import { withOverrides } from "../presentation/with-overrides";

/** One part of the texts, in the app's language, with the app's own texts in place of ours. */
export function useTexts<Part extends keyof Texts>(
  part: Part,
  words: Readonly<Record<Language, Texts[Part]>>,
): Texts[Part] {
  const { language, texts } = usePresentation();
  const own = texts[part];
  return useMemo(() => withOverrides(words[closestLanguage(language)], own), [words, language, own]);
}
