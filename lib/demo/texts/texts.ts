import type { Language } from "@/components/notifications/language/language";

import { pages as pagesDe } from "./de/pages";
import { playground as playgroundDe } from "./de/playground";
import { pages } from "./en/pages";
import { playground } from "./en/playground";

const en = { ...pages, playground };

export type Texts = typeof en;

/**
 * The texts of the demo's pages, for server components. A client component that imported them would load every language and
 * page; the playground and the error pages import theirs directly.
 */
export const TEXTS: Readonly<Record<Language, Texts>> = { en, de: { ...pagesDe, playground: playgroundDe } };
