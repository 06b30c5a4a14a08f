import { bell as de } from "./de/bell";
import { bell as en } from "./en/bell";
import { useTexts } from "./use-texts";

const WORDS = { en, de };

export const useBellTexts = () => useTexts("bell", WORDS);
