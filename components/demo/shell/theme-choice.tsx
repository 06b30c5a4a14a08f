"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";

import { SegmentedChoice } from "@/components/demo/ui/segmented-choice";
import type { PageTexts } from "@/lib/demo/texts/en/pages";

import { storePreference, type Theme, THEME_COOKIE } from "./preferences";

const ICON = "size-3.5";

interface ThemeChoiceProps {
  initial: Theme;
  texts: PageTexts["shell"]["theme"];
}

export function ThemeChoice({ initial, texts }: ThemeChoiceProps) {
  const [chosen, setChosen] = useState(initial);

  function choose(theme: Theme) {
    setChosen(theme);
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    storePreference(THEME_COOKIE, theme === "system" ? null : theme);
  }

  return (
    <SegmentedChoice
      name="theme"
      label={texts.label}
      options={[
        { value: "system", label: texts.system, icon: <Monitor aria-hidden="true" className={ICON} /> },
        { value: "light", label: texts.light, icon: <Sun aria-hidden="true" className={ICON} /> },
        { value: "dark", label: texts.dark, icon: <Moon aria-hidden="true" className={ICON} /> },
      ]}
      value={chosen}
      onChoose={choose}
    />
  );
}
