import { NextResponse, type NextRequest } from "next/server";

/** Gives each page a Content-Security-Policy with a fresh nonce. Next reads it there and puts it on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(crypto.randomUUID());
  const headers = new Headers(request.headers);
  headers.set(HEADER, policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(HEADER, policy);
  return response;
}

/**
 * Runs for pages only: the API's policy is in next.config.mjs, and no stream should wait for this. A link's prefetch is no
 * document. It does not check `Purpose`, because another site's page can make the browser send that with a document.
 */
export const config = {
  matcher: [{ source: "/((?!api/|_next/static/).*)", missing: [{ type: "header", key: "next-router-prefetch" }] }],
};

const HEADER = "Content-Security-Policy";

/** CSP Level 3. `next dev` evaluates scripts, writes style elements, and opens a socket. */
function contentSecurityPolicy(nonce: string): string {
  const development = process.env["NODE_ENV"] !== "production";
  return [
    "default-src 'none'",
    // 'self' is for browsers without 'strict-dynamic'. The others ignore it.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `connect-src 'self'${development ? " ws:" : ""}`,
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
