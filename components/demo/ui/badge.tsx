import type { ReactNode } from "react";

import { classNames } from "@/components/notifications/ui/class-names";
import { type Tone, TONE_CLASSES } from "@/components/notifications/ui/tone";

interface BadgeProps {
  tone?: Tone;
  children: ReactNode;
}

/** A short label for a state. */
export function Badge({ tone = "neutral", children }: BadgeProps) {
  return (
    <span
      className={classNames(
        "inline-flex h-6 items-center gap-1.5 rounded-full px-2.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3.5",
        TONE_CLASSES[tone],
      )}
    >
      {children}
    </span>
  );
}
