/** For every answer. Pages get a Content-Security-Policy in proxy.ts; HSTS is for the proxy that ends TLS. */
const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The API has nothing that a browser should show as a page. */
const API_HEADERS = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'" };

/** @type {import("next").NextConfig} */
export default {
  // gzip would cost 180 KB per open stream; the proxy in front compresses.
  compress: false,
  poweredByHeader: false,
  serverExternalPackages: ["ioredis", "postgres"],
  // `npm run check` checks types, tests included; a deployment need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1"],
  headers: () => [
    { source: "/:path*", headers: list(HEADERS) },
    { source: "/api/:path*", headers: list(API_HEADERS) },
  ],
};

/** @param {Record<string, string>} headers */
function list(headers) {
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}
