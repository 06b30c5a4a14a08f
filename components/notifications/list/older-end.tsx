import { LoaderCircle } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";

import { usePanelTexts } from "../texts/use-panel-texts";
import { Button } from "../ui/button";

/** The list fetches on this far from its end, so that scrolling seldom meets the end. */
const AHEAD_PX = 900;

interface OlderEndProps {
  scroller: RefObject<HTMLElement | null>;
  hasOlder: boolean;
  failed: boolean;
  loadOlder: () => Promise<void>;
  /** After a failure. */
  onRetry: () => void;
}

/** The end of the list. Fetches older ones when it comes near, and says that it does, or that it could not. */
export function OlderEnd({ scroller, hasOlder, failed, loadOlder, onRetry }: OlderEndProps) {
  const texts = usePanelTexts();
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = end.current;
    if (element === null || !hasOlder || failed) return;
    let [underWay, ended] = [false, false];
    const watch = new IntersectionObserver(
      (entries) => {
        if (underWay || entries.at(-1)?.isIntersecting !== true) return;
        underWay = true;
        void loadOlder().finally(() => {
          underWay = false;
          if (ended) return;
          // It may still be near, which is no change to an observer.
          watch.unobserve(element);
          watch.observe(element);
        });
      },
      { root: scroller.current, rootMargin: `${AHEAD_PX}px 0px` },
    );
    watch.observe(element);
    return () => {
      ended = true;
      watch.disconnect();
    };
  }, [scroller, hasOlder, failed, loadOlder]);

  return (
    <div ref={end} className="flex min-h-14 flex-wrap items-center justify-center gap-3 px-5 pt-2 pb-5 text-center">
      {failed ? (
        <>
          <p className="text-[0.8125rem] text-rust">{texts.failed["loading-older"]}</p>
          <Button size="small" onClick={onRetry}>
            {texts.tryAgain}
          </Button>
        </>
      ) : (
        <p className="flex items-center gap-2 text-xs text-muted">
          {hasOlder && <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />}
          <span>{hasOlder ? `${texts.loadingOlder}…` : texts.noneOlder}</span>
        </p>
      )}
    </div>
  );
}
