/** Languages that the texts are complete in. Any other can be given with `texts`. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The complete language closest to a BCP 47 tag: `de-AT` is German, anything unknown English. */
export function closestLanguage(tag: string): Language {
  const [primary] = tag.toLowerCase().split("-");
  return LANGUAGES.find((language) => language === primary) ?? "en";
}
