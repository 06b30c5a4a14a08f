import { classNames } from "@/components/ui/class-names";
import { TONE_CLASSES } from "@/components/ui/tone";

import { typeFamily } from "./type-family";

export function TypeIcon({ type }: { type: string }) {
  const { icon: Icon, tone } = typeFamily(type);
  return (
    <span
      aria-hidden="true"
      className={classNames("flex size-9 shrink-0 items-center justify-center rounded-xl", TONE_CLASSES[tone])}
    >
      <Icon className="size-[1.125rem]" strokeWidth={1.9} />
    </span>
  );
}
