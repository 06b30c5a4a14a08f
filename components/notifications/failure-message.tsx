"use client";

import { TriangleAlert, X } from "lucide-react";

interface FailureMessageProps {
  failure: string | null;
  onDismiss: () => void;
}

/** The alert region is there before its text, as screen readers need it to be. */
export function FailureMessage({ failure, onDismiss }: FailureMessageProps) {
  return (
    <div role="alert">
      {failure !== null && (
        <div className="mx-3 mt-3 flex animate-fade-in items-start gap-3 rounded-xl bg-rust-soft py-1 pr-1 pl-3 text-rust">
          <TriangleAlert aria-hidden="true" className="mt-2 size-4 shrink-0" />
          <p className="min-w-0 flex-1 py-1.5 text-[0.8125rem] leading-snug wrap-anywhere">{failure}</p>
          <button
            type="button"
            aria-label="Dismiss"
            onClick={onDismiss}
            className="flex size-8 shrink-0 items-center justify-center rounded-lg hover:bg-rust/10"
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </div>
      )}
    </div>
  );
}
