import { cookies } from "next/headers";

import { unauthorized } from "@/lib/http/problem";
import { assertSameOrigin } from "@/lib/http/same-origin";
import { SESSION_COOKIE } from "@/lib/protocol";

import { bearerToken } from "./bearer-token";
import { verifyToken, type Session } from "./token";

/**
 * Which user is this request? Bearer token first, else the session cookie. A page names the user it was made for in
 * `?user=`: with a cookie that has become another user's since, it must neither see nor do anything. Throws
 * `unauthorized`.
 */
export async function requireSession(request: Request): Promise<Session> {
  const token = bearerToken(request.headers) ?? cookieToken(request.headers);
  if (token === null) throw unauthorized("Sign in first.");
  const session = await verifyToken(token);
  if (!session) throw unauthorized("The session has ended or is not valid. Sign in again.");
  const meant = new URL(request.url).searchParams.get("user");
  if (meant !== null && meant.toLowerCase() !== session.userId)
    throw unauthorized("Somebody else has signed in since. Reload the page.");
  return session;
}

/** The same for a write, which a cookie authorizes for this site's own pages only. */
export async function requireWritingSession(request: Request): Promise<Session> {
  const session = await requireSession(request);
  if (bearerToken(request.headers) === null) assertSameOrigin(request);
  return session;
}

/** The signed-in user's id in a server component, or null. */
export async function sessionUserId(): Promise<string | null> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  return token === undefined ? null : ((await verifyToken(token))?.userId ?? null);
}

function cookieToken(headers: Headers): string | null {
  const prefix = `${SESSION_COOKIE}=`;
  const pair = (headers.get("cookie") ?? "").split(/; */).find((part) => part.startsWith(prefix));
  return pair?.slice(prefix.length) || null;
}
