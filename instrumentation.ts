import { version } from "./package.json";

/** Called by Next once, before the server takes requests. */
export async function register(): Promise<void> {
  // Replaced at build time, so that other runtimes load nothing.
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startUp } = await import("./lib/notifications/server/start-up");
  await startUp(version);
}
