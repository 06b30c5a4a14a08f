import { useMemo } from "react";

import { usePresentation } from "../presentation";
import { signals as de } from "./de/signals";
import { signals as en, type SignalTexts } from "./en/signals";
import { closestLanguage } from "./language";
import { withOverrides } from "./with-overrides";

const TEXTS = { en, de };

export function useSignalTexts(): SignalTexts {
  const { language, texts } = usePresentation();
  return useMemo(() => withOverrides(TEXTS[closestLanguage(language)], texts.signals), [language, texts.signals]);
}
