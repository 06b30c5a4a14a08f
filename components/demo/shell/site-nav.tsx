"use client";

import { FlaskConical, Package } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

import type { PageTexts } from "@/lib/demo/texts/en/pages";

const PAGES = [
  { href: "/orders", name: "orders", icon: Package },
  { href: "/playground", name: "playground", icon: FlaskConical },
] as const;

/** In the header on a wide screen, along the bottom edge on a phone. */
export function SiteNav({ label, pages }: { label: string; pages: PageTexts["shell"]["pages"] }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label={label}
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:border-0 md:bg-transparent md:pb-0"
    >
      <ul className="grid grid-cols-2 md:flex md:gap-1">
        {PAGES.map(({ href, name, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={pathname === href || pathname.startsWith(`${href}/`) ? "page" : undefined}
              className="flex h-14 flex-col items-center justify-center gap-1 text-[0.6875rem] font-medium text-muted -outline-offset-2 transition-colors hover:text-ink aria-[current=page]:text-ink md:h-9 md:flex-row md:rounded-lg md:px-3 md:text-sm md:hover:bg-hover md:aria-[current=page]:bg-sunken"
            >
              <Icon aria-hidden="true" className="size-5 md:hidden" strokeWidth={1.9} />
              {pages[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
