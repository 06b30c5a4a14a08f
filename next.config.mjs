/** The headers of every answer. proxy.ts gives pages a Content-Security-Policy; the proxy that ends TLS sets HSTS. */
const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Browsers should not show an answer of the API as a page. */
const API_HEADERS = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'" };

/** @type {import("next").NextConfig} */
export default {
  // A minimal server, which `npm start` and the image run.
  output: "standalone",
  // A package-lock.json in a folder above would otherwise move the server into a subfolder of the output.
  outputFileTracingRoot: import.meta.dirname,
  // No page has an image to resize, and the library for it would be half of the output.
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**/*", "node_modules/@img/**/*"] },
  // gzip would cost 180 KB per open stream. The proxy in front compresses.
  compress: false,
  poweredByHeader: false,
  serverExternalPackages: ["ioredis", "postgres"],
  // `npm run check` checks all types, so the build need not check them again.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1"],
  rewrites: () => ({
    // `/_next/data/<build>/api/….json` would reach the API under a name for which a proxy has no rule. Next sets the header.
    beforeFiles: [
      { source: "/api/:path*", has: [{ type: "header", key: "x-nextjs-data" }], destination: "/api/not-found" },
    ],
  }),
  // Next buffers the body of each request for proxy.ts, which does not read it.
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
