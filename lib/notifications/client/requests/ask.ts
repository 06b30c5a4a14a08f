import { POSITION_HEADER } from "../../protocol";
import { retryAfterMs } from "./backoff";

const TIMEOUT_MS = 8_000;

/** `ours`: our server answered as it should. `refused`: any other answer, from anybody. `none`: no answer at all. */
export type Answer = "ours" | "refused" | "signed-out" | "none";

interface Answered {
  answer: Answer;
  retryAfterMs: number;
  headers: Headers;
}

/** Asks with HEAD, which no cache and no service worker answers from what it kept. Never rejects; ends within eight seconds. */
export async function ask(address: string, headers: HeadersInit = {}): Promise<Answered> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // A redirect to another site fails.
    const response = await fetch(address, { method: "HEAD", cache: "no-store", mode: "same-origin", headers, signal });
    return { answer: meaningOf(response), retryAfterMs: retryAfterMs(response.headers), headers: response.headers };
  } catch {
    return { answer: "none", retryAfterMs: 0, headers: new Headers() };
  }
}

/** What an answer means. A redirect that ends at a page of this site leads to its sign-in, even if that page refuses HEAD. */
export function meaningOf({ status, headers, redirected }: Response): Answer {
  const type = headers.get("Content-Type") ?? "";
  if (headers.has(POSITION_HEADER) || type.startsWith("text/event-stream")) return "ours";
  return status === 401 || (redirected && !type.includes("json")) ? "signed-out" : "refused";
}
