import { usePresentation } from "@/components/notifications/presentation";

import { bell as de } from "./de/bell";
import { bell as en, type BellTexts } from "./en/bell";
import { closestLanguage } from "./language";

const TEXTS = { en, de };

export function useBellTexts(): BellTexts {
  const { language, texts } = usePresentation();
  return { ...TEXTS[closestLanguage(language)], ...texts.bell };
}
