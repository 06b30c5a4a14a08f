import { cookies, headers } from "next/headers";
import { cache } from "react";

import { LANGUAGE_COOKIE } from "@/components/demo/shell/language-cookie";
import { negotiateLanguage } from "@/lib/demo/language/negotiate-language";
import { type Words, wordsIn } from "@/lib/demo/words";

/** Which language is this request in? The only place that asks: every text of a page comes from here. */
export const requestWords = cache(async (): Promise<Words> => {
  const [chosen, accepted] = [await cookies(), await headers()];
  const language = negotiateLanguage(accepted.get("accept-language"), chosen.get(LANGUAGE_COOKIE)?.value);
  return wordsIn(language, Date.now());
});
