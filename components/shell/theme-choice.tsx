"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";

import { type Theme, THEME_COOKIE } from "./theme";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const CHOICES = [
  { theme: "system", label: "System", icon: Monitor },
  { theme: "light", label: "Light", icon: Sun },
  { theme: "dark", label: "Dark", icon: Moon },
] as const;

/** Kept in a cookie, which the server reads before it renders: the first paint has the right colours. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const [chosen, setChosen] = useState(initial);

  function choose(theme: Theme) {
    setChosen(theme);
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    const maxAge = theme === "system" ? 0 : YEAR_SECONDS;
    document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${maxAge}; SameSite=Lax`;
  }

  return (
    <fieldset>
      <legend className="sr-only">Theme</legend>
      <div className="grid grid-cols-3 gap-0.5 rounded-lg bg-canvas p-0.5">
        {CHOICES.map(({ theme, label, icon: Icon }) => (
          <label
            key={theme}
            className="flex h-8 cursor-pointer items-center justify-center gap-1.5 rounded-md text-xs font-medium text-muted has-checked:bg-raised has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={chosen === theme}
              onChange={() => choose(theme)}
              className="sr-only"
            />
            <Icon aria-hidden="true" className="size-3.5" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
