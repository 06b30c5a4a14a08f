import { classNames } from "./class-names";
import { type Tone, TONE_CLASSES } from "./tone";

const SIZES = {
  small: "size-6 text-[0.625rem]",
  medium: "size-8 text-xs",
  large: "size-12 text-base",
} as const;

interface AvatarProps {
  initials: string;
  tone: Tone;
  size?: keyof typeof SIZES;
}

/** Decoration beside a name, so hidden from screen readers. */
export function Avatar({ initials, tone, size = "medium" }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "inline-flex shrink-0 items-center justify-center rounded-full font-semibold tracking-wide select-none",
        TONE_CLASSES[tone],
        SIZES[size],
      )}
    >
      {initials}
    </span>
  );
}
