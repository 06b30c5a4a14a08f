import { type ReactNode, useId } from "react";

import { classNames } from "@/components/notifications/ui/class-names";

/** The look of text inputs, text areas and selects. */
export const CONTROL_CLASSES =
  "w-full rounded-lg border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-muted sm:text-sm aria-invalid:border-rust";

interface FieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  /** Renders the control. Spread the properties onto it: they tie it to its label, hint and error. */
  children: (control: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}

/** A labelled form control with a hint, or with the server's complaint. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const descriptionId = `${id}-description`;
  const description = error ?? hint;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        ...(description !== undefined && { "aria-describedby": descriptionId }),
        ...(error !== undefined && { "aria-invalid": true }),
      })}
      {description !== undefined && (
        <p
          id={descriptionId}
          className={classNames(
            "mt-1.5 text-xs first-letter:uppercase",
            error === undefined ? "text-muted" : "text-rust",
          )}
        >
          {description}
        </p>
      )}
    </div>
  );
}
