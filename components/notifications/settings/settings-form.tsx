import { Volume2 } from "lucide-react";
import { useId } from "react";

import { hasAppBadge } from "../signals/app-badge";
import { playChime } from "../signals/chime";
import { useSignalTexts } from "../texts/use-signal-texts";
import { Button } from "../ui/button";
import { readSettings, type Settings, SETTINGS_KEY, useSettings } from "./settings";

/** Every change applies at once, so there is nothing to submit. */
export function SettingsForm() {
  const texts = useSignalTexts();
  const { sound } = useSettings();
  return (
    <>
      <SettingSwitch name="toasts" />
      <SettingSwitch name="title" />
      {hasAppBadge() && <SettingSwitch name="appBadge" />}
      <SettingSwitch name="sound" onTurnOn={playChime} />
      {sound && (
        <Button size="small" className="mx-3 mt-1 mb-2.5" onClick={playChime}>
          <Volume2 aria-hidden="true" className="size-4" />
          <span>{texts.trySound}</span>
        </Button>
      )}
    </>
  );
}

/** A checkbox that says it is a switch. The whole row is its label. */
function SettingSwitch({ name, onTurnOn }: { name: keyof Settings; onTurnOn?: () => void }) {
  const texts = useSignalTexts();
  const id = useId();
  const on = useSettings()[name];
  return (
    <label htmlFor={id} className="flex cursor-pointer items-center gap-4 rounded-xl px-3 py-2.5 hover:bg-hover">
      <span className="min-w-0 flex-1">
        <span className="block text-sm font-medium">{texts[name]}</span>
        <span id={`${id}-hint`} className="mt-0.5 block text-[0.8125rem] leading-snug text-pretty text-muted">
          {texts[`${name}Hint`]}
        </span>
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={on}
        aria-label={texts[name]}
        aria-describedby={`${id}-hint`}
        checked={on}
        onChange={({ target: { checked } }) => {
          change({ [name]: checked });
          if (checked) onTurnOn?.();
        }}
        className="relative h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-transparent transition-colors before:absolute before:start-[0.1875rem] before:top-[0.1875rem] before:size-4 before:rounded-full before:bg-line-strong before:transition-[translate,background-color] checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent motion-reduce:transition-none motion-reduce:before:transition-none rtl:checked:before:-translate-x-4 forced-colors:before:bg-[CanvasText] forced-colors:checked:bg-[Highlight] forced-colors:checked:before:bg-[HighlightText]"
      />
    </label>
  );
}

/** Applies at once in every tab: in this one by the event that the browser sends to the others. */
function change(settings: Partial<Settings>): void {
  const newValue = JSON.stringify({ ...readSettings(), ...settings });
  try {
    localStorage.setItem(SETTINGS_KEY, newValue);
  } catch {
    // Then they hold for the page's life.
  }
  window.dispatchEvent(new StorageEvent("storage", { key: SETTINGS_KEY, newValue }));
}
