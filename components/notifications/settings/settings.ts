import { useSyncExternalStore } from "react";

/** How new notifications make themselves noticed, in this browser. */
export interface Settings {
  toasts: boolean;
  /** The count in the document's title. */
  title: boolean;
  /** The count on the app's icon, where the app is installed. */
  appBadge: boolean;
  sound: boolean;
}

export const DEFAULT_SETTINGS: Settings = { toasts: true, title: true, appBadge: true, sound: false };

export const SETTINGS_KEY = "notifications.settings.v1";
/** Kept here too, so that they hold for the page's life where storage is forbidden. */
let current: Settings | undefined;

export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, readSettings, () => DEFAULT_SETTINGS);
}

export function readSettings(): Settings {
  try {
    current ??= parseSettings(localStorage.getItem(SETTINGS_KEY));
  } catch {
    current = DEFAULT_SETTINGS;
  }
  return current;
}

/** The stored settings, as far as they can be understood, and the defaults for the rest. */
export function parseSettings(text: string | null): Settings {
  const settings = { ...DEFAULT_SETTINGS };
  try {
    const stored: unknown = JSON.parse(text ?? "");
    for (const name of Object.keys(settings) as (keyof Settings)[]) {
      const value: unknown = Object(stored)[name];
      if (typeof value === "boolean") settings[name] = value;
    }
  } catch {}
  return settings;
}

function subscribe(listener: () => void): () => void {
  /** The key is null when everything was cleared. */
  const follow = ({ key, newValue }: StorageEvent): void => {
    if (key !== SETTINGS_KEY && key !== null) return;
    current = parseSettings(newValue);
    listener();
  };
  window.addEventListener("storage", follow);
  return () => window.removeEventListener("storage", follow);
}
