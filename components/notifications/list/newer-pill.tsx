"use client";

import { ArrowUp } from "lucide-react";

import { usePanelTexts } from "../texts/use-panel-texts";

interface NewerPillProps {
  count: number;
  onPress: () => void;
}

/** What came while you were reading further down. Not a live region: the announcer has said it. */
export function NewerPill({ count, onPress }: NewerPillProps) {
  const texts = usePanelTexts();
  if (count === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-12 z-20 flex justify-center">
      <button
        type="button"
        onClick={onPress}
        title={texts.newerHint}
        className="pointer-events-auto flex h-9 animate-drop-in items-center gap-1.5 rounded-full bg-accent ps-3 pe-4 text-[0.8125rem] font-semibold text-on-accent shadow-float hover:brightness-95 pointer-coarse:h-11 forced-colors:border"
      >
        <ArrowUp aria-hidden="true" className="size-4" />
        <span>{texts.newer(count)}</span>
      </button>
    </div>
  );
}
