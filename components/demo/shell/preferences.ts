/** Preferences live in cookies, so that the server knows them before it renders and the first paint is right. */
export const THEME_COOKIE = "theme";
export const LANGUAGE_COOKIE = "language";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** `system` means that the person has not chosen: no attribute, no cookie. */
export type Theme = "system" | "light" | "dark";

/** The theme in the cookie; `system` for any other value. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** Stores a preference in the browser. Null removes it. */
export function storePreference(cookie: string, value: string | null): void {
  const maxAge = value === null ? 0 : YEAR_SECONDS;
  document.cookie = `${cookie}=${value ?? ""}; path=/; max-age=${maxAge}; SameSite=Lax`;
}
