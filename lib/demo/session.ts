import { ProblemError } from "@/lib/notifications/problem";
import { SESSION_COOKIE } from "@/lib/notifications/protocol";
import { env } from "@/lib/notifications/server/env";
import { requestedOrigin } from "@/lib/notifications/server/http/origin";
import { isLoopback } from "@/lib/notifications/server/loopback";
import { runtime } from "@/lib/notifications/server/runtime";

/** Throws `not-found` unless this deployment is a demo. */
export function assertDemo(): void {
  if (!env().demo) throw new ProblemError("not-found", { detail: "This exists in demos only, with DEMO=1." });
}

/** Throws `unknown-users` unless the user exists. */
export async function assertUser(userId: string): Promise<void> {
  const [user] = await runtime().sql`select 1 from public.users where id = ${userId}`;
  if (user) return;
  throw new ProblemError("unknown-users", {
    detail: "There is no such user.",
    errors: [{ path: "user_id", message: `no user ${userId}` }],
  });
}

/** The `Set-Cookie` that signs a demo user in for `seconds`. An empty token and 0 sign out. */
export function sessionCookie(request: Request, token: string, seconds: number): string {
  const secure = isSecure(request) ? "; Secure" : "";
  return `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * True over https. In production true over http as well, except on this machine, where Safari drops `Secure` cookies.
 * A client that forges the headers changes its own cookie only.
 */
function isSecure(request: Request): boolean {
  const { isHttps, host } = requestedOrigin(request);
  return isHttps || (env().production && !isLoopback(host));
}
