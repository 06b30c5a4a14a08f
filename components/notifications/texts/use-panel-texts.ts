import { panel as de } from "./de/panel";
import { panel as en } from "./en/panel";
import { useTexts } from "./use-texts";

const WORDS = { en, de };

export const usePanelTexts = () => useTexts("panel", WORDS);
