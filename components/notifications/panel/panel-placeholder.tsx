import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface PanelPlaceholderProps {
  icon: LucideIcon;
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** Stands in the middle of the panel when there is no list to show. */
export function PanelPlaceholder({ icon: Icon, title, action, children }: PanelPlaceholderProps) {
  return (
    <div className="flex min-h-full animate-fade-in flex-col items-center justify-center px-10 py-16 text-center short:py-4">
      <span className="mb-5 flex size-16 short:hidden items-center justify-center rounded-full bg-sunken text-muted ring-8 ring-sunken/45">
        <Icon aria-hidden="true" className="size-6" strokeWidth={1.75} />
      </span>
      <p className="text-base font-semibold tracking-tight">{title}</p>
      <p className="mt-1.5 max-w-[17rem] text-sm text-pretty text-muted">{children}</p>
      {action !== undefined && <div className="mt-5">{action}</div>}
    </div>
  );
}
