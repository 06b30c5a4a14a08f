/** A tab that was hidden for less has missed nothing that it will not be told anyway. */
const AWAY_MS = 3_000;
const WATCH_MS = 2_000;

/** Only mobile browsers say which network they use. */
type NetworkInformation = EventTarget & { type?: string };

interface PageAttention {
  /**
   * The page may have missed something without being told: it was out of sight, frozen or in the back/forward cache, the
   * machine slept, or the network changed.
   */
  wake(): void;
  /** Somebody looks at the page, or goes to another one of the app. At most every two seconds. */
  look(): void;
}

/** Watches whether somebody attends to the page, until `signal` aborts. */
export function watchAttention({ wake, look }: PageAttention, signal: AbortSignal): void {
  const listen = (target: EventTarget, type: string, listener: (event: Event) => void): void =>
    target.addEventListener(type, listener, { signal });

  // Not the time of day, which may be set back by hours.
  let lookedAt = -Infinity;
  const lookNow = (): void => {
    if (performance.now() - lookedAt < WATCH_MS) return;
    lookedAt = performance.now();
    look();
  };
  listen(window, "focus", lookNow);

  // The time of day, which goes on while the machine sleeps. If the clock was set back, assume the worst.
  const isLongAfter = (time: number, milliseconds: number): boolean =>
    Date.now() - time > milliseconds || Date.now() < time;
  let hiddenAt = Date.now();
  listen(document, "visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (isLongAfter(hiddenAt, AWAY_MS)) wake();
    else lookNow();
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
  let { href } = location;
  const watch = setInterval(() => {
    if (location.href !== href) lookNow();
    ({ href } = location);
    // A hidden tab's timers are always late.
    if (isLongAfter(watchedAt, WATCH_MS + AWAY_MS) && !document.hidden) wake();
    watchedAt = Date.now();
  }, WATCH_MS);
  signal.addEventListener("abort", () => clearInterval(watch));
}
