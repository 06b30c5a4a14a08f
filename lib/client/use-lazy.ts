import { useCallback, useRef, useState } from "react";

/** Code that is fetched when it is first wanted. A failed attempt is forgotten, so that the next one is a real one. */
export function useLazy<Code>(fetchCode: () => Promise<Code>) {
  const [code, setCode] = useState<Code | null>(null);
  const [failed, setFailed] = useState(false);
  const underWay = useRef(false);

  const load = useCallback((): void => {
    if (underWay.current) return;
    underWay.current = true;
    setFailed(false);
    fetchCode().then(
      (loaded) => setCode(() => loaded),
      () => {
        underWay.current = false;
        setFailed(true);
      },
    );
  }, [fetchCode]);

  return { code, failed, load };
}
