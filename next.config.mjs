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
  // A server with nothing but what it needs, which is what `npm start` and the image run.
  output: "standalone",
  // Else a package-lock.json in a folder above would move the server into a subfolder of the output.
  outputFileTracingRoot: import.meta.dirname,
  // No page has an image for the server to resize, so what would do it need not be there: half of the output.
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**/*", "node_modules/@img/**/*"] },
  // gzip would cost 180 KB per open stream; the proxy in front compresses.
  compress: false,
  poweredByHeader: false,
  serverExternalPackages: ["ioredis", "postgres"],
  // `npm run check` checks types, tests included; a deployment need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1"],
  rewrites: () => ({
    // `/_next/data/<build>/api/….json` would be the API under another name, for which a proxy has no rule. Next sets the header.
    beforeFiles: [
      { source: "/api/:path*", has: [{ type: "header", key: "x-nextjs-data" }], destination: "/api/not-found" },
    ],
  }),
  // Next keeps the body of a request in memory for proxy.ts, which reads none.
  experimental: { proxyClientMaxBodySize: "16kb" },
  headers: () => [
    { source: "/:path*", headers: list(HEADERS) },
    { source: "/api/:path*", headers: list(API_HEADERS) },
  ],
};

/** @param {Record<string, string>} headers */
function list(headers) {
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}
