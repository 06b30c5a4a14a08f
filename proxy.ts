import { NextResponse, type NextRequest } from "next/server";

/** Gives each page a Content-Security-Policy with a nonce of its own, which Next takes from there for its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(crypto.randomUUID());
  const headers = new Headers(request.headers);
  headers.set(HEADER, policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(HEADER, policy);
  return response;
}

/**
 * Pages alone: the API has a policy of its own in next.config.mjs, and no stream waits for this. What a link prefetches
 * is no document. A `Purpose` header is not asked: another site's page can have the browser send that with a document.
 */
export const config = {
  matcher: [{ source: "/((?!api/|_next/static/).*)", missing: [{ type: "header", key: "next-router-prefetch" }] }],
};

const HEADER = "Content-Security-Policy";

/** CSP Level 3. `next dev` evaluates scripts, writes style elements, and has a socket. */
function contentSecurityPolicy(nonce: string): string {
  const development = process.env["NODE_ENV"] !== "production";
  return [
    "default-src 'none'",
    // 'self' is for browsers that do not know 'strict-dynamic', which others follow alone.
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
