import { classNames } from "@/components/notifications/ui/class-names";
import { type Tone, TONE_CLASSES } from "@/components/notifications/ui/tone";

const SIZES = {
  medium: "size-8 text-xs",
  large: "size-12 text-base",
} as const;

const TONES: readonly Tone[] = ["sun", "plum", "rust", "sea", "leaf"];

interface AvatarProps {
  initials: string;
  size?: keyof typeof SIZES;
}

/** Decorates a name, so it is hidden from screen readers. */
export function Avatar({ initials, size = "medium" }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "inline-flex shrink-0 items-center justify-center rounded-full font-semibold tracking-wide select-none",
        TONE_CLASSES[toneOf(initials)],
        SIZES[size],
      )}
    >
      {initials}
    </span>
  );
}

/** The same initials always have the same tone. */
function toneOf(initials: string): Tone {
  const sum = Array.from(initials).reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return TONES[sum % TONES.length] ?? "neutral";
}
