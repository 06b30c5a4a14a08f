import { POSITION_HEADER } from "@/lib/protocol";

import { retryAfterMs } from "./backoff";
import type { Answer } from "./live-machine";

export interface Answered {
  answer: Answer;
  retryAfterMs: number;
  headers: Headers;
}

/** Asks by HEAD how things are. Never fails, and is done after `timeoutMs` at the latest. */
export async function ask(address: string, timeoutMs: number, headers: HeadersInit = {}): Promise<Answered> {
  try {
    const response = await fetch(address, {
      method: "HEAD",
      cache: "no-store",
      // A redirect to another site fails.
      mode: "same-origin",
      headers,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { answer: meaningOf(response), retryAfterMs: retryAfterMs(response.headers), headers: response.headers };
  } catch {
    return { answer: "none", retryAfterMs: 0, headers: new Headers() };
  }
}

/** Who has answered, and what it means. A redirect that ends at a page of this site is its sign-in. */
export function meaningOf({ status, headers, redirected }: Response): Answer {
  const type = headers.get("Content-Type") ?? "";
  if (headers.has(POSITION_HEADER) || type.startsWith("text/event-stream")) return "ours";
  if (status === 401 || (redirected && status < 400)) return "signed-out";
  return type.startsWith("application/problem+json") ? "refused" : "foreign";
}
