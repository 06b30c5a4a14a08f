import { signals as de } from "./de/signals";
import { signals as en } from "./en/signals";
import { useTexts } from "./use-texts";

const WORDS = { en, de };

export const useSignalTexts = () => useTexts("signals", WORDS);
