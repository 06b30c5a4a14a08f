import Link from "next/link";
import type { ReactNode } from "react";

import { Wordmark } from "./wordmark";

interface SiteHeaderProps {
  nav?: ReactNode;
  /** The right-hand side: bell and account. */
  tools?: ReactNode;
}

export function SiteHeader({ nav, tools }: SiteHeaderProps) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="flex h-14 items-center gap-6 px-4 sm:px-6">
        <Link href="/" aria-label="Halyard, overview" className="rounded-md">
          <Wordmark />
        </Link>
        {nav}
        <div className="ml-auto flex items-center gap-1.5">{tools}</div>
      </div>
    </header>
  );
}
