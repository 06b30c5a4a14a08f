/** A slow picture or a part that is still streamed may delay the load event. Wait no longer than this. */
const LOADING_MS = 1_000;
const BUSY_MS = 500;

/** Calls `start` once the page has loaded and the browser is idle, or soon anyway. Returns a function that calls it off. */
export function afterLoad(start: () => void): () => void {
  const life = new AbortController();
  const { signal } = life;
  const whenIdle = (): void => {
    clearTimeout(late);
    window.removeEventListener("load", whenIdle);
    // Safari has no requestIdleCallback.
    if (!("requestIdleCallback" in window)) {
      start();
      return;
    }
    const request = requestIdleCallback(start, { timeout: BUSY_MS });
    signal.addEventListener("abort", () => cancelIdleCallback(request));
  };
  const late = setTimeout(whenIdle, document.readyState === "complete" ? 0 : LOADING_MS);
  signal.addEventListener("abort", () => clearTimeout(late));
  window.addEventListener("load", whenIdle, { signal });
  return () => life.abort();
}
