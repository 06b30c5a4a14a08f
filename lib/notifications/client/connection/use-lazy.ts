import { useCallback, useEffect, useRef, useState } from "react";

import { backoff } from "./backoff";

const LEAST_PAUSE_MS = 1_000;
/** Code that cannot be had for so long is taken to be gone, as that of a page whose build is no longer served. */
const GONE_AFTER_MS = 8_000;

/** Why code is not there yet. It is asked for again in both cases. */
export type LazyTrouble = "late" | "gone";

interface Failures {
  count: number;
  /** When the first and the last one was, in milliseconds. */
  since: number;
  at: number;
}

/**
 * Code that is fetched when it is first wanted, and again, with growing pauses, until it is there; `load` asks at once. The
 * bundler's runtime forgets an attempt that failed, so the next one is a real one.
 */
export function useLazy<Code>(fetchCode: () => Promise<Code>) {
  const [code, setCode] = useState<Code | null>(null);
  const [failures, setFailures] = useState<Failures | null>(null);
  const underWay = useRef(false);

  const load = useCallback((): void => {
    if (underWay.current) return;
    underWay.current = true;
    fetchCode().then(
      (loaded) => setCode(() => loaded),
      () => {
        underWay.current = false;
        const at = performance.now();
        setFailures((before) => ({ count: (before?.count ?? 0) + 1, since: before?.since ?? at, at }));
      },
    );
  }, [fetchCode]);

  useEffect(() => {
    if (failures === null) return;
    const timer = setTimeout(load, backoff(failures.count, LEAST_PAUSE_MS));
    window.addEventListener("online", load);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", load);
    };
  }, [failures, load]);

  const trouble: LazyTrouble | null =
    code !== null || failures === null ? null : failures.at - failures.since < GONE_AFTER_MS ? "late" : "gone";
  return { code, trouble, load };
}
