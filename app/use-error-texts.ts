"use client";

import { useSyncExternalStore } from "react";

import { LANGUAGE_COOKIE } from "@/components/demo/shell/preferences";
import { type Language, LANGUAGES } from "@/components/notifications/language/language";
import { errors as de } from "@/lib/demo/texts/de/errors";
import { errors as en, type ErrorTexts } from "@/lib/demo/texts/en/errors";

const TEXTS: Readonly<Record<Language, ErrorTexts>> = { en, de };

/** The texts of an error page. The layout may have failed, so the cookie and the browser decide on the language. */
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
