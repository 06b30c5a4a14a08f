"use client";

import { X } from "lucide-react";
import { type RefObject, useId } from "react";

import { usePanelTexts } from "../texts/use-panel-texts";
import { Button } from "../ui/button";

type KeyName = keyof ReturnType<typeof usePanelTexts>["keyNames"];

interface ShortcutListProps {
  dialog: RefObject<HTMLDialogElement | null>;
}

/** Which keys the list knows. Opened by `?` and by its button; closes as the panel does, which stays. */
export function ShortcutList({ dialog }: ShortcutListProps) {
  const texts = usePanelTexts();
  const headingId = useId();
  const name = (key: KeyName) => texts.keyNames[key];
  const shortcuts: readonly { does: string; keys: readonly (readonly string[])[] }[] = [
    { does: texts.keys.next, keys: [[name("ArrowDown")], ["J"]] },
    { does: texts.keys.previous, keys: [[name("ArrowUp")], ["K"]] },
    { does: texts.keys.first, keys: [[name("Home")]] },
    { does: texts.keys.last, keys: [[name("End")]] },
    { does: texts.keys.page, keys: [[name("PageUp")], [name("PageDown")]] },
    { does: texts.keys.open, keys: [[name("Enter")]] },
    { does: texts.keys.unfold, keys: [[name("Space")]] },
    { does: texts.keys.acknowledge, keys: [["E"]] },
    { does: texts.keys.acknowledgeAll, keys: [[name("Shift"), "E"]] },
    { does: texts.keys.help, keys: [["?"]] },
    { does: texts.keys.close, keys: [[name("Escape")]] },
  ];

  return (
    <dialog
      ref={dialog}
      aria-labelledby={headingId}
      closedby="any"
      className="my-auto ms-auto me-4 max-h-[calc(100dvh-1rem)] w-[min(24rem,calc(100vw-1rem))] animate-fade-in overflow-y-auto rounded-2xl border border-line bg-raised p-0 text-ink shadow-float backdrop:bg-scrim/20 max-sm:me-auto"
    >
      <div className="px-5 pt-3 pb-4">
        <div className="flex items-center justify-between gap-3">
          <h2 id={headingId} className="text-base font-semibold tracking-tight">
            {texts.keys.title}
          </h2>
          <Button
            variant="ghost"
            size="icon"
            className="-me-2.5"
            aria-label={texts.close}
            onClick={() => dialog.current?.close()}
          >
            <X aria-hidden="true" className="size-[1.125rem]" />
          </Button>
        </div>
        <p className="mb-2 text-[0.8125rem] text-muted">{texts.keys.hint}</p>
        <dl>
          {shortcuts.map(({ does, keys }) => (
            <div key={does} className="flex items-center justify-between gap-4 border-t border-line py-1.5 text-sm">
              <dt className="min-w-0">{does}</dt>
              <dd className="flex shrink-0 flex-wrap items-center justify-end gap-1.5">
                {keys.map((combination, index) => (
                  <span key={combination.join()} className="flex items-center gap-1">
                    {index > 0 && <span className="text-xs text-muted">{texts.keys.or}</span>}
                    {combination.map((key) => (
                      <Key key={key} name={key} />
                    ))}
                  </span>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}

function Key({ name }: { name: string }) {
  return (
    <kbd className="inline-flex min-h-6 min-w-6 items-center justify-center rounded-md border border-line-strong/50 bg-sunken px-1.5 font-sans text-xs font-medium">
      {name}
    </kbd>
  );
}
