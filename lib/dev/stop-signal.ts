const PARENT_POLL_MS = 250;

/** Aborts when this process is asked to end: Ctrl-C, SIGTERM, the terminal closed, or the npm that runs it ended. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  // Ctrl-C arrives twice, from the terminal and from npm; being asked again changes nothing.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // A terminal that was closed takes no more output.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
  // npm hands SIGTERM to its shell only, which dies of it and tells nobody.
  if (process.env["npm_lifecycle_event"]) stopWithParent(stop);
  return controller.signal;
}

function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_POLL_MS);
  timer.unref();
}
