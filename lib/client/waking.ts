/** A tab that was hidden for less has missed nothing that it would not be told anyway. */
const AWAY_MS = 3_000;
const WATCH_MS = 2_000;

/** Mobile browsers alone say which network they are on. */
type NetworkInformation = EventTarget & { type?: string };

/**
 * Calls `wake` whenever the page may have missed something without being told: it was out of sight, frozen or in the
 * back/forward cache, the machine slept, the network is another one.
 */
export function onWaking(wake: () => void, signal: AbortSignal): void {
  const listen = (target: EventTarget, type: string, listener: (event: Event) => void): void =>
    target.addEventListener(type, listener, { signal });

  let hiddenAt = Date.now();
  listen(document, "visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > AWAY_MS) wake();
  });
  listen(document, "resume", wake);
  listen(window, "pageshow", (event) => {
    if ((event as PageTransitionEvent).persisted) wake();
  });

  const { connection } = navigator as { connection?: NetworkInformation };
  let network = connection?.type;
  if (connection)
    listen(connection, "change", () => {
      if (connection.type !== network) wake();
      network = connection.type;
    });

  let watchedAt = Date.now();
  const watch = setInterval(() => {
    // A hidden tab's timers are always late.
    if (Date.now() - watchedAt > WATCH_MS + AWAY_MS && !document.hidden) wake();
    watchedAt = Date.now();
  }, WATCH_MS);
  signal.addEventListener("abort", () => clearInterval(watch));
}
