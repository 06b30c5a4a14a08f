import { useMemo } from "react";

import { usePresentation } from "../presentation";
import { bell as de } from "./de/bell";
import { bell as en, type BellTexts } from "./en/bell";
import { closestLanguage } from "./language";
import { withOverrides } from "./with-overrides";

const TEXTS = { en, de };

export function useBellTexts(): BellTexts {
  const { language, texts } = usePresentation();
  return useMemo(() => withOverrides(TEXTS[closestLanguage(language)], texts.bell), [language, texts.bell]);
}
