import * as z from "zod/mini";

import { ListedNotification, Position, Problem } from "@/lib/contract";
import { POSITION_HEADER, UNREAD_HEADER } from "@/lib/protocol";

import type { Target } from "./acknowledgement";
import type { Snapshot } from "./feed-cache";
import type { ListStatus } from "./use-notifications";

const PAGE = 50;

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
  `${endpoint}?status=${status}&limit=${PAGE}&user=${userId}`;

/** One page of notifications. Throws RequestError, or TypeError without a network. */
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
  const response = await send(`${endpoint}/read?user=${userId}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // Following a notification's link leaves the page while this is on its way. 64 KB is the limit, and 500 ids are 20.
    keepalive: true,
  });
  return Position.parse(response.headers.get(POSITION_HEADER));
}

async function send(address: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(address, { ...init, cache: "no-store", credentials: "same-origin" });
  if (response.ok) return response;
  const problem = Problem.safeParse(await response.json().catch(() => null));
  const detail = problem.data?.detail ?? `The server answered ${response.status}.`;
  const retryAfterMs = (Number(response.headers.get("Retry-After")) || 0) * 1000;
  throw new RequestError(response.status, detail, retryAfterMs, problem.success);
}
