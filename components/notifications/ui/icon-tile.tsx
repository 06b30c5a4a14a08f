import type { LucideIcon } from "lucide-react";

import { classNames } from "./class-names";
import { type Tone, TONE_CLASSES } from "./tone";

/** A decorative icon on a soft ground. */
export function IconTile({ icon: Icon, tone }: { icon: LucideIcon; tone: Tone }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "flex size-9 shrink-0 items-center justify-center rounded-xl transition-colors",
        TONE_CLASSES[tone],
      )}
    >
      <Icon className="size-[1.125rem]" strokeWidth={1.9} />
    </span>
  );
}
