const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Remembers a preference where the server sees it before it renders, so that the first paint is right. Null forgets it. */
export function keepPreference(cookie: string, value: string | null): void {
  const maxAge = value === null ? 0 : YEAR_SECONDS;
  document.cookie = `${cookie}=${value ?? ""}; path=/; max-age=${maxAge}; SameSite=Lax`;
}
