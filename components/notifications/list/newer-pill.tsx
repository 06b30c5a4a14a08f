import { ArrowUp } from "lucide-react";
import { useState } from "react";

import { usePanelTexts } from "../texts/use-panel-texts";
import { isPresent, type Shown } from "./use-lingering";

interface NewerPillProps {
  rows: readonly Shown[];
  atTop: boolean;
  onPress: () => void;
}

/** Says how many came while you were reading further down. Not a live region: the announcer has said it. */
export function NewerPill({ rows, atTop, onPress }: NewerPillProps) {
  const texts = usePanelTexts();
  const count = useNewer(rows, atTop);
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

/** How many of the rows came on top since the list was last at its top, and are still there. */
function useNewer(rows: readonly Shown[], atTop: boolean): number {
  const top = rows[0]?.notification.id;
  const [newest, setNewest] = useState(top);
  const index = rows.findIndex(({ notification }) => notification.id === newest);
  if ((atTop || index === -1) && newest !== top) setNewest(top);
  return atTop ? 0 : rows.slice(0, Math.max(0, index)).filter(isPresent).length;
}
