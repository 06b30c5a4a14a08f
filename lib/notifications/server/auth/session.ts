import { headers } from "next/headers";

import { unauthorized } from "../../problem";
import { SESSION_COOKIE } from "../../protocol";
import { assertSameOrigin } from "../http/same-origin";
import { bearerToken } from "./bearer-token";
import { verifyToken, type Session } from "./token";

type RequestHeaders = Pick<Headers, "get">;

/**
 * The session of an API request. A cookie counts for this site's own pages only. A page names the user it was made for in
 * `?user=`: with a cookie that has become another user's since, it must neither see nor do anything.
 * Throws `unauthorized` or `forbidden`.
 */
export async function requireSession(request: Request): Promise<Session> {
  const session = await sessionOf(request.headers);
  if (!session) throw unauthorized("There is no valid session. Sign in.");
  const meant = new URL(request.url).searchParams.get("user");
  if (meant !== null && meant.toLowerCase() !== session.userId)
    throw unauthorized("Somebody else has signed in since. Reload the page.");
  if (session.from === "cookie") assertSameOrigin(request);
  return session;
}

/** The signed-in user's id in a server component, or null. */
export async function sessionUserId(): Promise<string | null> {
  return (await sessionOf(await headers()))?.userId ?? null;
}

/**
 * Which user is this request? The only place that decides it, for pages and API alike. A bearer token of ours decides alone.
 * Any other one, such as that of an access proxy, is not meant for us, and the session cookie decides.
 */
async function sessionOf(headers: RequestHeaders): Promise<(Session & { from: "bearer" | "cookie" }) | null> {
  const bearer = bearerToken(headers);
  const named = bearer === null ? null : await verifyToken(bearer);
  if (named) return { ...named, from: "bearer" };
  const remembered = await cookieSession(headers);
  return remembered && { ...remembered, from: "cookie" };
}

/**
 * The session of the valid session cookies, whatever lies beside them. Null when they are of different users: one may be a
 * sibling domain's, which would sign this browser in as somebody else (RFC 6265, section 8.6).
 */
async function cookieSession(headers: RequestHeaders): Promise<Session | null> {
  const verified = await Promise.all(cookieTokens(headers).map(verifyToken));
  const [latest, ...others] = verified
    .filter((session) => session !== null)
    .toSorted((one, other) => other.expiresAt - one.expiresAt);
  return latest && others.every(({ userId }) => userId === latest.userId) ? latest : null;
}

/** The distinct values of all session cookies: a browser sends one for each domain and path that has set it. */
function cookieTokens(headers: RequestHeaders): string[] {
  const prefix = `${SESSION_COOKIE}=`;
  const pairs = (headers.get("cookie") ?? "").split(/; */).filter((part) => part.startsWith(prefix));
  return [...new Set(pairs.map((pair) => pair.slice(prefix.length)))];
}
