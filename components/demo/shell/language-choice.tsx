"use client";

import { startTransition, useOptimistic } from "react";

import { SegmentedChoice } from "@/components/demo/ui/segmented-choice";
import { closestLanguage, type Language, LANGUAGES } from "@/components/notifications/language/language";

import { announceLanguage } from "./language-channel";
import { LANGUAGE_COOKIE } from "./language-cookie";
import { keepPreference } from "./preference-cookie";
import { useRefresh } from "./use-refresh";

/** Each in itself, for whoever cannot read the one that is shown. */
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
    keepPreference(LANGUAGE_COOKIE, chosen);
    announceLanguage();
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
