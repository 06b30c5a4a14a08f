import { cookies, headers } from "next/headers";
import { cache } from "react";

import { LANGUAGE_COOKIE } from "@/components/demo/shell/preferences";
import { negotiateLanguage } from "@/lib/demo/negotiate-language";
import { type Words, wordsIn } from "@/lib/demo/words";

/** The language, texts and formats of the current request. Every server component gets them here. */
export const requestWords = cache(async (): Promise<Words> => {
  const [cookieStore, requestHeaders] = [await cookies(), await headers()];
  const chosen = cookieStore.get(LANGUAGE_COOKIE)?.value;
  return wordsIn(negotiateLanguage(requestHeaders.get("accept-language"), chosen), Date.now());
});
