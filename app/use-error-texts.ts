"use client";

import { useSyncExternalStore } from "react";

import { LANGUAGE_COOKIE } from "@/components/demo/shell/language-cookie";
import { type Language, LANGUAGES } from "@/components/notifications/language/language";
import { errors as de } from "@/lib/demo/texts/de/errors";
import { errors as en, type ErrorTexts } from "@/lib/demo/texts/en/errors";

const TEXTS: Readonly<Record<Language, ErrorTexts>> = { en, de };

/** Where no server component can say which language it is, the browser does: its cookie, then what it prefers. */
export function useErrorTexts(): { language: Language; texts: ErrorTexts } {
  const language = useSyncExternalStore(
    () => () => undefined,
    browserLanguage,
    () => LANGUAGES[0],
  );
  return { language, texts: TEXTS[language] };
}

function browserLanguage(): Language {
  const chosen = new RegExp(`(?:^|; )${LANGUAGE_COOKIE}=([^;]*)`).exec(document.cookie)?.[1] ?? "";
  for (const tag of [chosen, ...navigator.languages]) {
    const language = LANGUAGES.find((one) => one === tag.split("-")[0]);
    if (language !== undefined) return language;
  }
  return LANGUAGES[0];
}
