import Link from "next/link";
import type { ReactNode } from "react";

import { Wordmark } from "./wordmark";

interface SiteHeaderProps {
  homeLabel: string;
  nav?: ReactNode;
  /** At the end: bell and account. */
  tools?: ReactNode;
}

export function SiteHeader({ homeLabel, nav, tools }: SiteHeaderProps) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="flex h-14 items-center gap-6 px-4 sm:px-6">
        <Link href="/" aria-label={homeLabel} className="rounded-md">
          <Wordmark />
        </Link>
        {nav}
        <div className="ms-auto flex items-center gap-1.5">{tools}</div>
      </div>
    </header>
  );
}
