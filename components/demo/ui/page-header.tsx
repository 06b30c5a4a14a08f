import type { ReactNode } from "react";

interface PageHeaderProps {
  /** A small line above the title, such as a breadcrumb. */
  eyebrow?: ReactNode;
  title: string;
  /** Stands beside the title. */
  status?: ReactNode;
  lead?: ReactNode;
}

/** The one h1 of a page. */
export function PageHeader({ eyebrow, title, status, lead }: PageHeaderProps) {
  return (
    <div className="min-w-0">
      {eyebrow !== undefined && <div className="mb-2 text-sm text-muted">{eyebrow}</div>}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-[1.75rem] leading-tight font-semibold tracking-[-0.02em] sm:text-[2rem]">{title}</h1>
        {status}
      </div>
      {lead !== undefined && <p className="mt-2 max-w-2xl text-[0.9375rem] text-pretty text-muted">{lead}</p>}
    </div>
  );
}
