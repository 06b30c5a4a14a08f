import { usePresentation } from "@/components/notifications/presentation";

import { panel as de } from "./de/panel";
import { panel as en, type PanelTexts } from "./en/panel";
import { closestLanguage } from "./language";

const TEXTS = { en, de };

export function usePanelTexts(): PanelTexts {
  const { language, texts } = usePresentation();
  return { ...TEXTS[closestLanguage(language)], ...texts.panel };
}
