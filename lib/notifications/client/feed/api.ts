import * as z from "zod/mini";

import { ListedNotification, Position, Problem } from "../../contract";
import { POSITION_HEADER, UNREAD_HEADER } from "../../protocol";
import { retryAfterMs } from "../connection/backoff";
import type { Target } from "../outbox/acknowledgement";
import type { ListStatus } from "../use-notifications";
import { meaningOf } from "./ask";
import type { Snapshot } from "./feed-cache";
import { hearServerTime } from "./server-clock";

const PAGE = 50;
const TIMEOUT_MS = 10_000;
/** Of the problems that our server has a name for. A gateway may answer with a problem as well. */
const OUR_PROBLEM = "urn:problem-type:notifications:";

/** An answer that is not a success. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What the server asked to wait. */
    readonly retryAfterMs: number,
    /** False when something on the way has answered, which knows nothing of notifications. */
    readonly isFromServer: boolean,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

/** Where this user's newest notifications are. */
export const firstPage = (endpoint: string, userId: string, status: ListStatus): string =>
  `${endpoint}?status=${status}&limit=${PAGE}&user=${encodeURIComponent(userId)}`;

/** One page of notifications. Throws RequestError, or another error without an answer in ten seconds. */
export async function fetchPage(address: string): Promise<Snapshot> {
  const response = await send(address);
  // Its path is the server's, which may not be the one it has for a browser.
  const [, query] = /<[^>?]*(\?[^>]+)>; rel="next"/.exec(response.headers.get("Link") ?? "") ?? [];
  return {
    notifications: z.array(ListedNotification).parse(await response.json()),
    position: Position.parse(response.headers.get(POSITION_HEADER)),
    unread: Position.parse(response.headers.get(UNREAD_HEADER)),
    older: query === undefined ? null : address.replace(/\?.*/, query),
  };
}

/** Acknowledges for this user, and returns the feed position at which it is done. Throws as fetchPage. */
export async function postRead(endpoint: string, userId: string, target: Target): Promise<number> {
  const body = "ids" in target ? { ids: target.ids } : { through: String(target.through) };
  const response = await send(`${endpoint}/read?user=${encodeURIComponent(userId)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // Following a notification's link leaves the page while this is on its way. 64 KB is the limit, and 500 ids are 20.
    keepalive: true,
  });
  return Position.parse(response.headers.get(POSITION_HEADER));
}

/** The position of the feed at this moment, from the route that acknowledges: no cache answers a POST. */
export const askPosition = (endpoint: string, userId: string): Promise<number> =>
  postRead(endpoint, userId, { through: 0, seen: [] });

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
