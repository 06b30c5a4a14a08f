const PARENT_POLL_MS = 250;

/** Aborts when somebody asks this process to end: by Ctrl-C, by SIGTERM, by closing the terminal, or by ending its npm. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  // Ctrl-C arrives twice, from the terminal and from npm. The second one changes nothing.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // A closed terminal takes no more output.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
  // npm passes SIGTERM to its shell only, which ends and tells nobody.
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
