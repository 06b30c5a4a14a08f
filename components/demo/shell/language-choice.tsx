"use client";

import { startTransition, useOptimistic } from "react";

import { SegmentedChoice } from "@/components/demo/ui/segmented-choice";
import { closestLanguage, type Language, LANGUAGES } from "@/components/notifications/language/language";

import { LANGUAGE_COOKIE, storePreference } from "./preferences";
import { announceToTabs } from "./tab-channel";
import { useRefresh } from "./use-refresh";

/** Each language in its own words, for people who cannot read the current one. */
const NAMES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

interface LanguageChoiceProps {
  /** BCP 47 tag of the page. */
  language: string;
  label: string;
}

export function LanguageChoice({ language, label }: LanguageChoiceProps) {
  const [shown, show] = useOptimistic(closestLanguage(language));
  const refresh = useRefresh();

  function choose(chosen: Language) {
    storePreference(LANGUAGE_COOKIE, chosen);
    announceToTabs("language");
    startTransition(() => {
      show(chosen);
      refresh();
    });
  }

  return (
    <SegmentedChoice
      name="language"
      label={label}
      options={LANGUAGES.map((value) => ({ value, label: NAMES[value], lang: value }))}
      value={shown}
      onChoose={choose}
    />
  );
}
