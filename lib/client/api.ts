import * as z from "zod/mini";

import { ListedNotification, Position, Problem } from "@/lib/contract";
import { LIST_PATH, POSITION_HEADER, READ_PATH, UNREAD_HEADER } from "@/lib/protocol";

import type { Snapshot } from "./feed-cache";

/** An answer that is not a success. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

/** Where this user's newest unread notifications are. */
export const firstPage = (userId: string): string => `${LIST_PATH}?status=unread&limit=50&user=${userId}`;

/** One page of unread notifications. Throws RequestError, or TypeError without a network. */
export async function fetchPage(address: string): Promise<Snapshot> {
  const response = await send(address);
  return {
    notifications: z.array(ListedNotification).parse(await response.json()),
    position: Position.parse(response.headers.get(POSITION_HEADER)),
    unread: Position.parse(response.headers.get(UNREAD_HEADER)),
    older: /<([^>]+)>; rel="next"/.exec(response.headers.get("Link") ?? "")?.[1] ?? null,
  };
}

/** Acknowledges for this user, and returns the feed position at which it is done. Throws as fetchPage. */
export async function postRead(
  userId: string,
  target: { ids: readonly string[] } | { through: number },
): Promise<number> {
  const body = "ids" in target ? { ids: target.ids } : { through: String(target.through) };
  const response = await send(`${READ_PATH}?user=${userId}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // Following a notification's link leaves the page while this is on its way.
    keepalive: true,
  });
  return Position.parse(response.headers.get(POSITION_HEADER));
}

async function send(address: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(address, { ...init, cache: "no-store", credentials: "same-origin" });
  if (response.ok) return response;
  const problem = Problem.safeParse(await response.json().catch(() => null));
  throw new RequestError(response.status, problem.data?.detail ?? `The server answered ${response.status}.`);
}
