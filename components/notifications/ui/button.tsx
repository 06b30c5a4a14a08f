import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";

import { classNames } from "./class-names";

export type ButtonVariant = "primary" | "secondary" | "ghost";
export type ButtonSize = "small" | "medium" | "icon";

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: "bg-ink text-canvas hover:bg-ink/85",
  secondary: "border border-line-strong/45 bg-surface text-ink shadow-card hover:border-line-strong hover:bg-hover",
  ghost: "text-muted hover:bg-hover hover:text-ink",
};

const SIZES: Readonly<Record<ButtonSize, string>> = {
  small: "h-8 gap-1.5 rounded-lg px-2.5 text-[0.8125rem]",
  medium: "h-10 gap-2 rounded-lg px-4 text-sm",
  icon: "size-9 rounded-lg",
};

/** The look of a button, for links that should wear it. */
export function buttonClasses(variant: ButtonVariant, size: ButtonSize): string {
  return classNames(
    "inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none",
    "disabled:opacity-55 aria-disabled:opacity-55",
    VARIANTS[variant],
    SIZES[size],
  );
}

interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
}

/** A button with a text, in one of three looks. */
export function Button({ variant = "secondary", size = "medium", className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={classNames(buttonClasses(variant, size), className)} {...rest} />;
}

interface IconButtonProps extends ComponentProps<"button"> {
  icon: LucideIcon;
  label: string;
}

/** A button that is an icon. Larger under a finger. */
export function IconButton({ icon: Icon, label, className, ...rest }: IconButtonProps) {
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      className={classNames("pointer-coarse:size-11", className)}
      {...rest}
    >
      <Icon aria-hidden="true" className="size-[1.125rem]" />
    </Button>
  );
}
