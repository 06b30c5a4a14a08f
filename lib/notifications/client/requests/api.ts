import * as z from "zod/mini";

import { ListedNotification, Position, Problem } from "../../contract";
import { POSITION_HEADER, UNREAD_HEADER } from "../../protocol";
import { meaningOf } from "./ask";
import { retryAfterMs } from "./backoff";
import { hearServerTime } from "./server-clock";

const PAGE = 50;
const TIMEOUT_MS = 10_000;
/** Starts the `type` of our server's problems. A gateway may answer with a problem too. */
const OUR_PROBLEM = "urn:problem-type:notifications:";

/** Which of a user's notifications: the unread ones, or everything that is kept. */
export type ListStatus = "unread" | "all";

/** One page of a list. */
export interface Snapshot {
  notifications: readonly ListedNotification[];
  /** Feed position of exactly this answer. */
  position: number;
  /** All unread, also those not on this page. */
  unread: number;
  /** Address of the next older page; null if there is none. */
  older: string | null;
}

/** An answer other than a success. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** How long the server asked to wait. */
    readonly retryAfterMs: number,
    /** False if something on the way answered, which knows nothing of notifications. */
    readonly isFromServer: boolean,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

/** How long the server asked to wait, if it is the one that failed the request. */
export const askedToWait = (reason: unknown): number => (reason instanceof RequestError ? reason.retryAfterMs : 0);

/** True if a request failed because the session is over. */
export const isSignedOut = (reason: unknown): boolean => reason instanceof RequestError && reason.status === 401;

/** Address of this user's newest notifications. */
export const firstPage = (endpoint: string, userId: string, status: ListStatus): string =>
  `${endpoint}?status=${status}&limit=${PAGE}&user=${encodeURIComponent(userId)}`;

/** Fetches one page. Throws RequestError, or another error if no answer comes within ten seconds. */
export async function fetchPage(address: string): Promise<Snapshot> {
  const response = await send(address);
  // Only the query counts: the server may not know the path under which the browser reaches it.
  const [, query] = /<[^>?]*(\?[^>]+)>; rel="next"/.exec(response.headers.get("Link") ?? "") ?? [];
  return {
    notifications: z.array(ListedNotification).parse(await response.json()),
    position: Position.parse(response.headers.get(POSITION_HEADER)),
    unread: Position.parse(response.headers.get(UNREAD_HEADER)),
    older: query === undefined ? null : address.replace(/\?.*/, query),
  };
}

/** Acknowledges, and returns the feed position at which it is done. Throws like fetchPage. */
export async function postRead(
  endpoint: string,
  userId: string,
  target: { ids: readonly string[] } | { through: number },
): Promise<number> {
  const body = "ids" in target ? { ids: target.ids } : { through: String(target.through) };
  const response = await send(`${endpoint}/read?user=${encodeURIComponent(userId)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // Following a notification's link leaves the page while this is on its way. 500 ids are 20 KB of the 64 allowed.
    keepalive: true,
  });
  return Position.parse(response.headers.get(POSITION_HEADER));
}

/** The feed's position now. Asks the route that acknowledges, since no cache answers a POST. */
export const askPosition = (endpoint: string, userId: string): Promise<number> =>
  postRead(endpoint, userId, { through: 0 });

async function send(address: string, init?: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(address, { ...init, cache: "no-store", mode: "same-origin", signal });
  hearServerTime(response.headers.get("Date"));
  const answer = meaningOf(response);
  if (response.ok && answer === "ours") return response;
  const problem = Problem.safeParse(await response.json().catch(() => null));
  const detail = problem.data?.detail ?? `The server answered ${response.status}.`;
  const isFromServer = problem.data?.type.startsWith(OUR_PROBLEM) ?? false;
  const status = answer === "signed-out" ? 401 : response.ok ? 502 : response.status;
  throw new RequestError(status, detail, retryAfterMs(response.headers), isFromServer);
}
