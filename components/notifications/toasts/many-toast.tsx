"use client";

import { Toast } from "@base-ui/react/toast";
import { BellRing } from "lucide-react";

import { useSignalTexts } from "../texts/use-signal-texts";
import { DismissButton } from "./dismiss-button";

interface ManyToastProps {
  count: number;
  onOpenPanel: () => void;
}

/** Many at once are one toast, which leads to the list. */
export function ManyToast({ count, onOpenPanel }: ManyToastProps) {
  const texts = useSignalTexts();
  return (
    <>
      <span
        aria-hidden="true"
        className="flex size-9 shrink-0 items-center justify-center rounded-xl bg-accent-soft text-accent"
      >
        <BellRing className="size-[1.125rem]" strokeWidth={1.9} />
      </span>
      <div className="min-w-0 flex-1 self-center">
        <Toast.Title render={<p />}>
          <button
            type="button"
            data-fills-toast
            onClick={onOpenPanel}
            className="text-start text-sm leading-[1.45] font-medium outline-none after:absolute after:inset-0 after:rounded-2xl focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {texts.arrived(count)}
          </button>
        </Toast.Title>
        <p className="text-xs text-muted">{texts.openPanel}</p>
      </div>
      <div className="-me-1 -mt-1 flex">
        <DismissButton />
      </div>
    </>
  );
}
