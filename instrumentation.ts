/** Called by Next once, before the server takes requests. */
export async function register(): Promise<void> {
  // oxlint-disable-next-line node/no-process-env -- replaced at build time, so that other runtimes load nothing
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startUp } = await import("./lib/start-up");
  await startUp();
}
