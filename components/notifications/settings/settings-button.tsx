import { Settings } from "lucide-react";
import { useId, useRef } from "react";

import { usePresentation } from "../presentation/presentation";
import { useSignalTexts } from "../texts/use-signal-texts";
import { IconButton } from "../ui/button";
import { SettingsForm } from "./settings-form";

/** The gear and what it opens: a native popover, which closes on Escape and on a click elsewhere and gives focus back. */
export function SettingsButton() {
  const texts = useSignalTexts();
  const { language } = usePresentation();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);

  return (
    <>
      <IconButton
        icon={Settings}
        label={texts.settings}
        title={texts.settings}
        popoverTarget={id}
        aria-haspopup="dialog"
      />
      <dialog
        id={id}
        popover="auto"
        lang={language}
        aria-labelledby={`${id}-heading`}
        onToggle={({ newState }) => newState === "open" && heading.current?.focus()}
        className="fixed inset-auto end-3 top-14 max-h-[calc(100dvh-4.5rem)] w-[min(23rem,calc(100vw-1.5rem))] overflow-y-auto overscroll-contain rounded-2xl border border-line bg-raised p-2 text-ink shadow-float transition-[opacity,translate,display,overlay] duration-150 transition-discrete not-open:-translate-y-1 not-open:opacity-0 motion-reduce:transition-none sm:end-5 sm:top-16 starting:open:-translate-y-1 starting:open:opacity-0"
      >
        <div className="px-3 pt-2.5 pb-1.5">
          <h3
            ref={heading}
            id={`${id}-heading`}
            tabIndex={-1}
            className="w-fit rounded-md text-[0.9375rem] font-semibold tracking-tight outline-offset-4"
          >
            {texts.settings}
          </h3>
          <p className="mt-0.5 text-[0.8125rem] text-muted">{texts.settingsHint}</p>
        </div>
        <SettingsForm />
      </dialog>
    </>
  );
}
