import * as z from "zod/mini";

import type { Deployment } from "./env-values";

/** What a producer's key allows: send notifications, export and erase the data of a user, read the metrics. */
const SCOPES = ["send", "privacy", "metrics"] as const;
export type Scope = (typeof SCOPES)[number];

export interface ProducerKey {
  producer: string;
  scopes: readonly Scope[];
  key: string;
}

const DEV_PRODUCER_KEY = "dev-producer-key";
export const DEV_PRODUCER_KEYS = `dev/${SCOPES.join("/")}:${DEV_PRODUCER_KEY}`;
const MIN_KEY_LENGTH = 16;
const FORM = "name[/scope…]:key[,…]";
const ENTRY = /^\s*([A-Za-z0-9._-]+)((?:\/[^/:\s]*)*):(\S+)\s*$/;

/** Keys with their producers and scopes. A producer may have several keys; no two keys are the same. */
export function producerKeys({ production, demo }: Deployment) {
  // A demo lets in anybody as anybody. Elsewhere a guessable key is an open door.
  const isWeak = (key: string): boolean =>
    production && !demo && (key.length < MIN_KEY_LENGTH || key === DEV_PRODUCER_KEY);

  const keys = z.transform((text: string, context) => {
    const refuse = (message: string): void => void context.issues.push({ code: "custom", message, input: text });
    const found: ProducerKey[] = [];
    for (const entry of text.split(",").filter((part) => part.trim() !== "")) {
      const [, producer, scopeList = "", key] = ENTRY.exec(entry) ?? [];
      if (producer === undefined || key === undefined) {
        refuse(`must be ${FORM}`);
        continue;
      }
      const scopes = scopeList === "" ? ["send"] : scopeList.slice(1).split("/");
      if (!scopes.every(isScope)) refuse(`gives ${producer} an unknown scope: use ${SCOPES.join(", ")}`);
      if (isWeak(key)) refuse(`gives ${producer} a weak key: use ${MIN_KEY_LENGTH} random characters or more`);
      if (found.some((other) => other.key === key))
        refuse(`gives ${producer} a key that is there already: use another`);
      found.push({ producer, scopes: scopes.filter(isScope), key });
    }
    return found;
  });
  const text = z
    .string(`is missing: set it to ${FORM}`)
    .check(z.regex(/[^\s,]/, { error: `is missing: set it to ${FORM}`, abort: true }));
  return z.pipe(production ? text : z._default(text, DEV_PRODUCER_KEYS), keys);
}

function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}
