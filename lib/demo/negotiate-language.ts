import { match } from "@formatjs/intl-localematcher";
import Negotiator from "negotiator";

import { closestLanguage, LANGUAGES } from "@/components/notifications/language/language";

const [DEFAULT] = LANGUAGES;
/** Browsers name a handful. Comparing thousands would take a while. */
const MOST_ACCEPTED = 20;

/**
 * The language to answer in, as a BCP 47 tag: the person's choice, or the closest one to what the browser accepts, or English.
 * It keeps the browser's region, because Vienna and Zurich write numbers differently. Intl accepts the tag, whatever the
 * header holds.
 */
export function negotiateLanguage(acceptLanguage: string | null, chosen: string | undefined): string {
  const accepted = new Negotiator({ headers: { "accept-language": acceptLanguage ?? "" } })
    .languages()
    .slice(0, MOST_ACCEPTED)
    .flatMap((tag) => languageAndRegion(tag) ?? []);
  const language = LANGUAGES.find((one) => one === chosen) ?? closestLanguage(match(accepted, LANGUAGES, DEFAULT));
  return accepted.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

/** Reduces `de-latn-at-1996-u-nu-thai` to `de-AT`. Null if it is no tag, such as `*`. */
function languageAndRegion(tag: string): string | null {
  try {
    const { language, region } = new Intl.Locale(tag);
    return region === undefined ? language : `${language}-${region}`;
  } catch {
    return null;
  }
}
