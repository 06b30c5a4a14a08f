export const THEME_COOKIE = "theme";

/** `system` is the absence of a choice: no attribute, no cookie. */
export type Theme = "system" | "light" | "dark";

/** The choice stored in the cookie; `system` for anything else. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
