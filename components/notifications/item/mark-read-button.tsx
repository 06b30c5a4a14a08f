"use client";

import { Check } from "lucide-react";

import { usePanelTexts } from "../texts/use-panel-texts";
import { shortened } from "./shortened";

/** Enough to tell one button from another. */
const NAME_CHARACTERS = 80;

interface MarkReadButtonProps {
  message: string;
  onPress: () => void;
}

/** Acknowledges one notification of the list. Keys do so on the item that has focus, so Tab passes it by. */
export function MarkReadButton({ message, onPress }: MarkReadButtonProps) {
  const texts = usePanelTexts();
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onPress}
      aria-label={`${texts.markRead}: ${shortened(message, NAME_CHARACTERS)}`}
      title={texts.markRead}
      className="relative z-10 -my-1 flex size-9 shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-leaf-soft hover:text-leaf pointer-coarse:size-11"
    >
      <Check aria-hidden="true" className="size-[1.125rem]" />
    </button>
  );
}
