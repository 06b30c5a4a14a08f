"use client";

import { useMemo } from "react";

import { closestLanguage, type Language } from "@/components/notifications/language/language";
import { usePresentation } from "@/components/notifications/presentation/presentation";
import { playground as de } from "@/lib/demo/texts/de/playground";
import { playground as en, type PlaygroundTexts } from "@/lib/demo/texts/en/playground";

const TEXTS: Readonly<Record<Language, PlaygroundTexts>> = { en, de };

/** The texts and number formats of the playground, in the language of the page. */
export function usePlaygroundWords() {
  const { language } = usePresentation();
  return useMemo(() => {
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    const euros = new Intl.NumberFormat(language, { style: "currency", currency: "EUR" });
    return {
      language,
      texts: TEXTS[closestLanguage(language)],
      number: (value: number) => number.format(value),
      euros: (amount: number) => euros.format(amount),
    };
  }, [language]);
}
