import type { ComponentProps, ReactNode } from "react";

import { classNames } from "@/components/notifications/ui/class-names";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section className={classNames("rounded-2xl border border-line bg-surface shadow-card", className)} {...rest} />
  );
}

interface CardHeaderProps {
  /** Id for the card's `aria-labelledby`. */
  id?: string;
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
}

export function CardHeader({ id, title, hint, action }: CardHeaderProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-5 pt-5">
      <div className="min-w-0 flex-1 basis-48">
        <h2 id={id} className="text-[0.9375rem] font-semibold tracking-tight">
          {title}
        </h2>
        {hint !== undefined && <p className="mt-1 max-w-prose text-sm text-pretty text-muted">{hint}</p>}
      </div>
      {action}
    </div>
  );
}
