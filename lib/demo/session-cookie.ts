import { SESSION_COOKIE } from "@/lib/notifications/protocol";
import { env } from "@/lib/notifications/server/env";
import { requestedOrigin } from "@/lib/notifications/server/http/requested-origin";
import { isLoopback } from "@/lib/notifications/server/loopback";

/** The `Set-Cookie` that signs a demo user in for `seconds`. An empty token and 0 sign out. */
export function sessionCookie(request: Request, token: string, seconds: number): string {
  const secure = isSecure(request) ? "; Secure" : "";
  return `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * Always over https, and in production always but over http on this machine: Safari keeps no `Secure` cookie there.
 * Whoever makes up the headers that tell gets a cookie for his own browser alone.
 */
function isSecure(request: Request): boolean {
  const { isHttps, host } = requestedOrigin(request);
  return isHttps || (env().production && !isLoopback(host));
}
