import { classNames } from "../ui/class-names";
import { TONE_CLASSES } from "../ui/tone";
import { typeFamily } from "./type-family";

interface TypeIconProps {
  type: string;
  /** Without its colour: read. */
  muted?: boolean;
}

export function TypeIcon({ type, muted = false }: TypeIconProps) {
  const { icon: Icon, tone } = typeFamily(type);
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "flex size-9 shrink-0 items-center justify-center rounded-xl transition-colors",
        TONE_CLASSES[muted ? "neutral" : tone],
      )}
    >
      <Icon className="size-[1.125rem]" strokeWidth={1.9} />
    </span>
  );
}
