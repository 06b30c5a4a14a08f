"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";

import { SegmentedChoice } from "@/components/demo/ui/segmented-choice";
import type { ShellTexts } from "@/lib/demo/texts/en/shell";

import { keepPreference } from "./preference-cookie";
import { type Theme, THEME_COOKIE } from "./theme";

const ICON = "size-3.5";

interface ThemeChoiceProps {
  initial: Theme;
  texts: ShellTexts["theme"];
}

export function ThemeChoice({ initial, texts }: ThemeChoiceProps) {
  const [chosen, setChosen] = useState(initial);

  function choose(theme: Theme) {
    setChosen(theme);
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    keepPreference(THEME_COOKIE, theme === "system" ? null : theme);
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
