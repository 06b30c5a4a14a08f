import { X } from "lucide-react";
import { type RefObject, useId } from "react";

import { usePanelTexts } from "../texts/use-panel-texts";
import { IconButton } from "../ui/button";

interface ShortcutListProps {
  dialog: RefObject<HTMLDialogElement | null>;
}

/** The keys of the list, in a dialog above the panel. `?` and a button open it; it closes as the panel does. */
export function ShortcutList({ dialog }: ShortcutListProps) {
  const texts = usePanelTexts();
  const headingId = useId();
  const { keys, keyNames } = texts;
  const shortcuts: readonly [does: string, ...combinations: string[][]][] = [
    [keys.next, [keyNames.ArrowDown], ["J"]],
    [keys.previous, [keyNames.ArrowUp], ["K"]],
    [keys.first, [keyNames.Home]],
    [keys.last, [keyNames.End]],
    [keys.page, [keyNames.PageUp], [keyNames.PageDown]],
    [keys.open, [keyNames.Enter]],
    [keys.unfold, [keyNames.Space]],
    [keys.acknowledge, ["E"]],
    [keys.acknowledgeAll, [keyNames.Shift, "E"]],
    [keys.help, ["?"]],
    [keys.close, [keyNames.Escape]],
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
            {keys.title}
          </h2>
          <IconButton icon={X} label={texts.close} className="-me-2.5" onClick={() => dialog.current?.close()} />
        </div>
        <p className="mb-2 text-[0.8125rem] text-muted">{keys.hint}</p>
        <dl>
          {shortcuts.map(([does, ...combinations]) => (
            <div key={does} className="flex items-center justify-between gap-4 border-t border-line py-1.5 text-sm">
              <dt className="min-w-0">{does}</dt>
              <dd className="flex shrink-0 flex-wrap items-center justify-end gap-1.5">
                {combinations.map((combination, index) => (
                  <span key={combination.join()} className="flex items-center gap-1">
                    {index > 0 && <span className="text-xs text-muted">{keys.or}</span>}
                    {combination.map((key) => (
                      <kbd
                        key={key}
                        className="inline-flex min-h-6 min-w-6 items-center justify-center rounded-md border border-line-strong/50 bg-sunken px-1.5 font-sans text-xs font-medium"
                      >
                        {key}
                      </kbd>
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
