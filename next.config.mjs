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
};
