/** The built-in languages. An app can give the words of any other with `texts`. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The built-in language closest to a BCP 47 tag: `de-AT` is German, anything unknown English. */
export function closestLanguage(tag: string): Language {
  const [primary] = tag.toLowerCase().split("-");
  return LANGUAGES.find((language) => language === primary) ?? "en";
}

/** A tag that `Intl` takes, which throws at a malformed one: `de_DE.UTF-8` becomes de-DE, and any other name English. */
export function languageTag(name: unknown): string {
  try {
    const [locale = ""] = String(name).split(/[.@]/);
    return Intl.getCanonicalLocales(locale.replaceAll("_", "-"))[0] ?? "en";
  } catch {
    return "en";
  }
}
