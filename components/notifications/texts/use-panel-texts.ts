import { useMemo } from "react";

import { usePresentation } from "../presentation";
import { panel as de } from "./de/panel";
import { panel as en, type PanelTexts } from "./en/panel";
import { closestLanguage } from "./language";
import { withOverrides } from "./with-overrides";

const TEXTS = { en, de };

export function usePanelTexts(): PanelTexts {
  const { language, texts } = usePresentation();
  return useMemo(() => withOverrides(TEXTS[closestLanguage(language)], texts.panel), [language, texts.panel]);
}
