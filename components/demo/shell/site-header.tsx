import Link from "next/link";
import type { ReactNode } from "react";

interface SiteHeaderProps {
  homeLabel: string;
  nav?: ReactNode;
  /** The bell and the account menu. */
  tools?: ReactNode;
}

export function SiteHeader({ homeLabel, nav, tools }: SiteHeaderProps) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="flex h-14 items-center gap-6 px-4 sm:px-6">
        <Link href="/orders" aria-label={homeLabel} className="rounded-md">
          <Wordmark />
        </Link>
        {nav}
        <div className="ms-auto flex items-center gap-1.5">{tools}</div>
      </div>
    </header>
  );
}

/** A signal flag on its halyard, and the name. */
function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6">
        <path d="M5 2v20" className="stroke-ink" strokeWidth="2" strokeLinecap="round" fill="none" />
        <path d="M7.5 4h12.2l-3.4 4.5 3.4 4.5H7.5z" className="fill-accent" />
      </svg>
      <span className="text-[1.0625rem] font-semibold tracking-[-0.02em]">Halyard</span>
    </span>
  );
}
