import { match } from "@formatjs/intl-localematcher";
import Negotiator from "negotiator";

import { closestLanguage, LANGUAGES } from "@/components/notifications/language/language";

const [DEFAULT] = LANGUAGES;
/** Browsers name a handful; comparing thousands would take a while. */
const MOST_ACCEPTED = 20;

/**
 * The language to answer in, as a BCP 47 tag: the one that a person chose, else the closest to what the browser accepts, else
 * English. With the region that the browser names for it, since Vienna and Zurich write numbers differently. Whatever is in
 * the header, the answer is a tag that Intl takes.
 */
export function negotiateLanguage(acceptLanguage: string | null, chosen: string | undefined): string {
  const accepted = new Negotiator({ headers: { "accept-language": acceptLanguage ?? "" } })
    .languages()
    .slice(0, MOST_ACCEPTED)
    .flatMap((tag) => languageAndRegion(tag) ?? []);
  const language = LANGUAGES.find((one) => one === chosen) ?? closestLanguage(match(accepted, LANGUAGES, DEFAULT));
  return accepted.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

/** `de-AT` of `de-latn-at-1996-u-nu-thai`; null of what is no tag, `*` included. */
function languageAndRegion(tag: string): string | null {
  try {
    const { language, region } = new Intl.Locale(tag);
    return region === undefined ? language : `${language}-${region}`;
  } catch {
    return null;
  }
}
