import { setTimeout as delay } from "node:timers/promises";

import { backoff } from "@/lib/notifications/client/requests/backoff";

/** Longer than the server may take to say 503. */
const ANSWER_WITHIN_MS = 10_000;
const GIVE_UP_AFTER_MS = 60_000;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * The first complete answer that is not 429 or 5xx, repeating the request after a jittered wait, wherever `url` says, until then.
 * Undefined when `signal` aborts first; rejects after a minute. `onFailure` hears of each attempt that failed: a status, or an error's code.
 */
export async function untilAnswered(
  url: () => string,
  init: RequestInit,
  signal: AbortSignal,
  onFailure: (why: string) => void = () => {},
): Promise<Answer | undefined> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (!signal.aborted) {
    let why: string;
    let retryAfterMs = 0;
    try {
      const response = await fetch(url(), { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      const { status, headers } = response;
      const text = await response.text();
      if (status !== 429 && status < 500) return { status, headers, text };
      retryAfterMs = (Number(headers.get("Retry-After")) || 0) * 1000;
      why = String(status);
    } catch (error) {
      why = codeOf(error);
    }
    onFailure(why);
    if (Date.now() > deadline) throw new Error(`no answer within ${GIVE_UP_AFTER_MS / 1000} s, at last ${why}`);
    await delay(backoff(0, retryAfterMs), undefined, { signal }).catch(() => {});
  }
  return undefined;
}

/** What Node says of a failed connection; `fetch` wraps it. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name: string };
  return cause?.code ?? name;
}
