import { useCallback, useEffect, useRef, useState } from "react";

import { backoff } from "../requests/backoff";

const LEAST_PAUSE_MS = 1_000;
/** After this time the code counts as gone: the server no longer serves the build that this page came from. */
const GONE_AFTER_MS = 8_000;

/** Why code is not there yet. It is fetched again in both cases. */
export type LazyTrouble = "late" | "gone";

interface Failures {
  count: number;
  /** Times of the first and the last one, in milliseconds. */
  since: number;
  at: number;
}

/**
 * Fetches code on `load`, and again with growing pauses until it is there. `load` also ends a pause. Each attempt is a real
 * one, since the bundler's runtime forgets a failed `import()`.
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
