"use client";

import { Volume2 } from "lucide-react";

import { useSignalTexts } from "../texts/use-signal-texts";
import { playChime } from "../toasts/chime";
import { hasAppBadge } from "../toasts/use-app-badge";
import { Button } from "../ui/button";
import { changeSettings } from "./change-settings";
import { SettingSwitch } from "./setting-switch";
import { useSettings } from "./settings";

/** Every change applies at once, so there is nothing to submit. */
export function SettingsForm() {
  const texts = useSignalTexts();
  const settings = useSettings();

  function changeSound(sound: boolean) {
    changeSettings({ sound });
    if (sound) play();
  }

  return (
    <>
      <SettingSwitch
        label={texts.toasts}
        hint={texts.toastsHint}
        on={settings.toasts}
        onChange={(toasts) => changeSettings({ toasts })}
      />
      <SettingSwitch
        label={texts.title}
        hint={texts.titleHint}
        on={settings.title}
        onChange={(title) => changeSettings({ title })}
      />
      {hasAppBadge() && (
        <SettingSwitch
          label={texts.appBadge}
          hint={texts.appBadgeHint}
          on={settings.appBadge}
          onChange={(appBadge) => changeSettings({ appBadge })}
        />
      )}
      <SettingSwitch label={texts.sound} hint={texts.soundHint} on={settings.sound} onChange={changeSound} />
      {settings.sound && (
        <Button size="small" className="mx-3 mt-1 mb-2.5" onClick={play}>
          <Volume2 aria-hidden="true" className="size-4" />
          <span>{texts.trySound}</span>
        </Button>
      )}
    </>
  );
}

/** A browser that refuses stays silent. */
function play(): void {
  playChime().catch(() => {});
}
