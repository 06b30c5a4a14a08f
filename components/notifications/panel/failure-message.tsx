import { TriangleAlert, X } from "lucide-react";

import type { Failure } from "../../../lib/notifications/client";
import { usePanelTexts } from "../texts/use-panel-texts";

interface FailureMessageProps {
  failure: Failure | null;
  onDismiss: () => void;
}

/** Says what failed. The alert region is there before its text, as screen readers need it. */
export function FailureMessage({ failure, onDismiss }: FailureMessageProps) {
  const texts = usePanelTexts();
  return (
    <div role="alert" className="shrink-0">
      {failure !== null && (
        <div className="mx-3 mt-3 flex animate-fade-in items-start gap-3 rounded-xl bg-rust-soft py-1 ps-3 pe-1 text-rust forced-colors:border">
          <TriangleAlert aria-hidden="true" className="mt-2 size-4 shrink-0" />
          <p className="min-w-0 flex-1 py-1.5 text-[0.8125rem] leading-snug wrap-anywhere">
            {`${texts.failed[failure.of]} ${texts.because[failure.reason]}`}
          </p>
          <button
            type="button"
            aria-label={texts.dismiss}
            onClick={onDismiss}
            className="flex size-8 shrink-0 items-center justify-center rounded-lg hover:bg-rust/10 pointer-coarse:size-11"
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </div>
      )}
    </div>
  );
}
