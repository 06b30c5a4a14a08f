/** @type {import("next").NextConfig} */
export default {
  // gzip would cost 180 KB per open stream; the proxy in front compresses.
  compress: false,
  poweredByHeader: false,
  serverExternalPackages: ["ioredis", "postgres"],
  allowedDevOrigins: ["127.0.0.1"],
};
