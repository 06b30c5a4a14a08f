import { version } from "./package.json";

/** Next calls this once, before the server accepts requests. */
export async function register(): Promise<void> {
  // Next replaces the variable at build time, so that other runtimes load nothing.
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startUp } = await import("./lib/notifications/server/start-up");
  await startUp(version);
}
