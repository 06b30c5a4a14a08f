import type { ReactNode } from "react";

interface PageHeaderProps {
  /** Small line above the title: where this page belongs. */
  eyebrow?: ReactNode;
  title: string;
  /** Beside the title. */
  status?: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
}

/** The one h1 of a page. */
export function PageHeader({ eyebrow, title, status, lead, action }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        {eyebrow !== undefined && <div className="mb-2 text-sm text-muted">{eyebrow}</div>}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="text-[1.75rem] leading-tight font-semibold tracking-[-0.02em] sm:text-[2rem]">{title}</h1>
          {status}
        </div>
        {lead !== undefined && <p className="mt-2 max-w-2xl text-[0.9375rem] text-pretty text-muted">{lead}</p>}
      </div>
      {action}
    </div>
  );
}
