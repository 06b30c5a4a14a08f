import { type LucideIcon, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";

import { usePanelTexts } from "../texts/use-panel-texts";
import { Button } from "../ui/button";

interface PanelPlaceholderProps {
  icon: LucideIcon;
  title: string;
  /** With it there is a button to try again. */
  onRetry?: () => void;
  children: ReactNode;
}

/** In the middle of the panel when there is no list to show. */
export function PanelPlaceholder({ icon: Icon, title, onRetry, children }: PanelPlaceholderProps) {
  const texts = usePanelTexts();
  return (
    <div className="flex min-h-full animate-fade-in flex-col items-center justify-center px-10 py-16 text-center short:py-4">
      <span className="mb-5 flex size-16 short:hidden items-center justify-center rounded-full bg-sunken text-muted ring-8 ring-sunken/45">
        <Icon aria-hidden="true" className="size-6" strokeWidth={1.75} />
      </span>
      <p className="text-base font-semibold tracking-tight">{title}</p>
      <p className="mt-1.5 max-w-[17rem] text-sm text-pretty text-muted">{children}</p>
      {onRetry !== undefined && (
        <div className="mt-5">
          <Button size="small" onClick={onRetry}>
            <RefreshCw aria-hidden="true" className="size-3.5" />
            <span>{texts.tryAgain}</span>
          </Button>
        </div>
      )}
    </div>
  );
}

const LINE_WIDTHS = ["w-4/5", "w-3/5", "w-11/12", "w-2/3", "w-3/4"];

/** Grey shapes where the list will be. */
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

function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={`block animate-breathe rounded-md bg-line ${className}`} />;
}
