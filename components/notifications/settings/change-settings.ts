import { readSettings, type Settings, SETTINGS_KEY } from "./settings";

/** Applied at once, in every tab: in this one by the event that the browser sends to the others. */
export function changeSettings(change: Partial<Settings>): void {
  const newValue = JSON.stringify({ ...readSettings(), ...change });
  try {
    localStorage.setItem(SETTINGS_KEY, newValue);
  } catch {
    // Then they hold for the page's life.
  }
  window.dispatchEvent(new StorageEvent("storage", { key: SETTINGS_KEY, newValue }));
}
