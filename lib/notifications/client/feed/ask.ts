import { POSITION_HEADER } from "../../protocol";
import { retryAfterMs } from "../connection/backoff";
import type { Answer } from "../connection/live-machine";

/** A question is answered by then, or counts as not answered. */
const QUESTION_MS = 8_000;

interface Answered {
  answer: Answer;
  retryAfterMs: number;
  headers: Headers;
}

/** Asks by HEAD, which no cache and no service worker answers from what it kept. Never fails, and takes eight seconds at most. */
export async function ask(address: string, headers: HeadersInit = {}): Promise<Answered> {
  try {
    const signal = AbortSignal.timeout(QUESTION_MS);
    // A redirect to another site fails.
    const response = await fetch(address, { method: "HEAD", cache: "no-store", mode: "same-origin", headers, signal });
    return { answer: meaningOf(response), retryAfterMs: retryAfterMs(response.headers), headers: response.headers };
  } catch {
    return { answer: "none", retryAfterMs: 0, headers: new Headers() };
  }
}

/** What an answer means. A redirect that ends at a page of this site is its sign-in, though that may know no HEAD. */
export function meaningOf({ status, headers, redirected }: Response): Answer {
  const type = headers.get("Content-Type") ?? "";
  if (headers.has(POSITION_HEADER) || type.startsWith("text/event-stream")) return "ours";
  return status === 401 || (redirected && !type.includes("json")) ? "signed-out" : "refused";
}
