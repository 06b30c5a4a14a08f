/** Languages that the texts are complete in. Any other can be given with `texts`. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The complete language closest to a BCP 47 tag: `de-AT` is German, anything unknown English. */
export function closestLanguage(tag: string): Language {
  const [primary] = tag.toLowerCase().split("-");
  return LANGUAGES.find((language) => language === primary) ?? "en";
}

/** As BCP 47 writes it, for `Intl`, which throws at anything else: `de_DE.UTF-8` is de-DE, and what is no tag is English. */
export function languageTag(name: unknown): string {
  try {
    const [locale = ""] = String(name).split(/[.@]/);
    return Intl.getCanonicalLocales(locale.replaceAll("_", "-"))[0] ?? "en";
  } catch {
    return "en";
  }
}
