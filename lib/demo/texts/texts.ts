import type { Language } from "@/components/notifications/language/language";

import { notFound as notFoundDe } from "./de/not-found";
import { orders as ordersDe } from "./de/orders";
import { overview as overviewDe } from "./de/overview";
import { playground as playgroundDe } from "./de/playground";
import { shell as shellDe } from "./de/shell";
import { signIn as signInDe } from "./de/sign-in";
import { team as teamDe } from "./de/team";
import { notFound } from "./en/not-found";
import { orders } from "./en/orders";
import { overview } from "./en/overview";
import { playground } from "./en/playground";
import { shell } from "./en/shell";
import { signIn } from "./en/sign-in";
import { team } from "./en/team";

const en = { shell, signIn, notFound, overview, orders, team, playground };

export type Texts = typeof en;

/**
 * Everything that the demo's pages say. For server components: the browser would load all of it. What it needs it is given,
 * or imports by itself (errors, playground).
 */
export const TEXTS: Readonly<Record<Language, Texts>> = {
  en,
  de: {
    shell: shellDe,
    signIn: signInDe,
    notFound: notFoundDe,
    overview: overviewDe,
    orders: ordersDe,
    team: teamDe,
    playground: playgroundDe,
  },
};
