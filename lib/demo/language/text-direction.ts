/** Engines are changing the one for the other. */
interface TextInfo {
  textInfo?: { direction: "ltr" | "rtl" };
  getTextInfo?(): { direction: "ltr" | "rtl" };
}

/** Which way a language (BCP 47) is written. */
export function textDirection(language: string): "ltr" | "rtl" {
  const locale: Intl.Locale & TextInfo = new Intl.Locale(language);
  return (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? "ltr";
}
