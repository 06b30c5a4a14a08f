import { Avatar } from "@/components/ui/avatar";

import { SignOutButton } from "./sign-out-button";
import type { Theme } from "./theme";
import { ThemeChoice } from "./theme-choice";

const MENU_ID = "user-menu";

interface UserMenuProps {
  name: string;
  role: string;
  initials: string;
  theme: Theme;
}

/** A native popover: closes on Escape and on a click elsewhere, and needs no script to open. */
export function UserMenu({ name, role, initials, theme }: UserMenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget={MENU_ID}
        aria-label={`Account: ${name}`}
        className="flex size-10 items-center justify-center rounded-full"
      >
        <Avatar initials={initials} />
      </button>
      <div
        id={MENU_ID}
        popover="auto"
        className="fixed inset-auto top-[3.75rem] right-3 w-64 rounded-2xl border border-line bg-raised p-1.5 text-ink shadow-float transition-[opacity,translate,display,overlay] duration-150 transition-discrete not-open:-translate-y-1 not-open:opacity-0 sm:right-5 starting:open:-translate-y-1 starting:open:opacity-0"
      >
        <div className="flex items-center gap-3 px-2.5 py-2.5">
          <Avatar initials={initials} />
          <div className="min-w-0">
            <p className="truncate text-sm font-semibold">{name}</p>
            <p className="truncate text-xs text-muted">{role}</p>
          </div>
        </div>
        <div className="border-y border-line px-2.5 py-2.5">
          <ThemeChoice initial={theme} />
        </div>
        <div className="pt-1.5">
          <SignOutButton />
        </div>
      </div>
    </>
  );
}
