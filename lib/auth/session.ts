import { headers } from "next/headers";

import { unauthorized } from "@/lib/http/problem";
import { assertSameOrigin } from "@/lib/http/same-origin";
import { SESSION_COOKIE } from "@/lib/protocol";

import { bearerToken } from "./bearer-token";
import { verifyToken, type Session } from "./token";

/**
 * Which user is this request? Bearer token first, else the session cookie, which counts for this site's own pages only. A
 * page names the user it was made for in `?user=`: with a cookie that has become another user's since, it must neither see
 * nor do anything. Throws `unauthorized` or `forbidden`.
 */
export async function requireSession(request: Request): Promise<Session> {
  const bearer = bearerToken(request.headers);
  const token = bearer ?? cookieToken(request.headers);
  if (token === null) throw unauthorized("Sign in first.");
  const session = await verifyToken(token);
  if (!session) throw unauthorized("The session has ended or is not valid. Sign in again.");
  const meant = new URL(request.url).searchParams.get("user");
  if (meant !== null && meant.toLowerCase() !== session.userId)
    throw unauthorized("Somebody else has signed in since. Reload the page.");
  if (bearer === null) assertSameOrigin(request);
  return session;
}

/** The signed-in user's id in a server component, or null. */
export async function sessionUserId(): Promise<string | null> {
  const token = cookieToken(await headers());
  return token === null ? null : ((await verifyToken(token))?.userId ?? null);
}

/** Null for two that differ: one may be a sibling domain's, which would sign this browser in as somebody else (RFC 6265, 8.6). */
function cookieToken(headers: Pick<Headers, "get">): string | null {
  const prefix = `${SESSION_COOKIE}=`;
  const pairs = (headers.get("cookie") ?? "").split(/; */).filter((part) => part.startsWith(prefix));
  const [token, ...others] = new Set(pairs.map((pair) => pair.slice(prefix.length)));
  return others.length === 0 ? token || null : null;
}
