import { headers } from "next/headers";

import { unauthorized } from "../../problem";
import { SESSION_COOKIE } from "../../protocol";
import { assertSameOrigin } from "../http/origin";
import { bearerToken, verifyToken, type Session } from "./token";

type RequestHeaders = Pick<Headers, "get">;

/**
 * The session of an API request. A cookie counts for this site's own pages only. A page names the user it was made for in
 * `?user=`, so that it can neither see nor do anything after the cookie has become another user's.
 * Throws `unauthorized` or `forbidden`.
 */
export async function requireSession(request: Request): Promise<Session> {
  const session = await sessionOf(request.headers);
  if (!session) throw unauthorized("There is no valid session. Sign in.");
  const expected = new URL(request.url).searchParams.get("user");
  if (expected !== null && expected.toLowerCase() !== session.userId)
    throw unauthorized("Somebody else has signed in since. Reload the page.");
  if (session.from === "cookie") assertSameOrigin(request);
  return session;
}

/** The id of the signed-in user for server components, or null. */
export async function sessionUserId(): Promise<string | null> {
  return (await sessionOf(await headers()))?.userId ?? null;
}

/**
 * Which user is this request? Pages and API both ask here. A valid bearer token decides alone. An invalid one, such as an
 * access proxy's, is not meant for this app, so the session cookie decides.
 */
async function sessionOf(headers: RequestHeaders): Promise<(Session & { from: "bearer" | "cookie" }) | null> {
  const bearer = bearerToken(headers);
  const bearerSession = bearer === null ? null : await verifyToken(bearer);
  if (bearerSession) return { ...bearerSession, from: "bearer" };
  const session = await cookieSession(headers);
  return session && { ...session, from: "cookie" };
}

/**
 * The session of the valid session cookies; others are ignored. Null if they are of different users: a sibling domain may
 * have set one to sign this browser in as somebody else (RFC 6265, section 8.6).
 */
async function cookieSession(headers: RequestHeaders): Promise<Session | null> {
  const verified = await Promise.all(cookieTokens(headers).map(verifyToken));
  const [latest, ...others] = verified
    .filter((session) => session !== null)
    .toSorted((one, other) => other.expiresAt - one.expiresAt);
  return latest && others.every(({ userId }) => userId === latest.userId) ? latest : null;
}

/** The distinct values of all session cookies. A browser sends one for each domain and path that has set one. */
function cookieTokens(headers: RequestHeaders): string[] {
  const prefix = `${SESSION_COOKIE}=`;
  const pairs = (headers.get("cookie") ?? "").split(/; */).filter((part) => part.startsWith(prefix));
  return [...new Set(pairs.map((pair) => pair.slice(prefix.length)))];
}
