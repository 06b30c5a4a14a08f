/** @type {import("next").NextConfig} */
export default {
  // gzip would cost 180 KB per open stream; the proxy in front compresses.
  compress: false,
  poweredByHeader: false,
  serverExternalPackages: ["ioredis", "postgres"],
  // `npm run check` checks types, tests included; a deployment need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1"],
};
