"use client";

import { usePanelTexts } from "../texts/use-panel-texts";
import { Skeleton } from "../ui/skeleton";

const LINE_WIDTHS = ["w-4/5", "w-3/5", "w-11/12", "w-2/3", "w-3/4"];

export function ListSkeleton() {
  const texts = usePanelTexts();
  return (
    <div className="overflow-hidden py-2">
      <output className="sr-only">{texts.loading}</output>
      <Skeleton className="mx-5 mt-2 mb-2 h-3 w-16" />
      {LINE_WIDTHS.map((width) => (
        <div key={width} className="flex gap-3 py-3.5 ps-7 pe-5">
          <Skeleton className="size-9 shrink-0 rounded-xl" />
          <div className="flex-1 space-y-2.5 pt-1">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-28" />
          </div>
        </div>
      ))}
    </div>
  );
}
