import { Avatar } from "@/components/demo/ui/avatar";
import type { Person } from "@/lib/demo/people";
import type { PageTexts } from "@/lib/demo/texts/en/pages";

import { LanguageChoice } from "./language-choice";
import type { Theme } from "./preferences";
import { SignOutButton } from "./sign-out-button";
import { ThemeChoice } from "./theme-choice";

const MENU_ID = "user-menu";

interface UserMenuProps {
  person: Person;
  theme: Theme;
  /** BCP 47 tag of the page. */
  language: string;
  texts: PageTexts["shell"];
}

/** A native popover: it opens without a script, and closes on Escape and on a click outside. */
export function UserMenu({ person, theme, language, texts }: UserMenuProps) {
  const { name, role, initials } = person;
  return (
    <>
      <button
        type="button"
        popoverTarget={MENU_ID}
        aria-label={texts.account(name)}
        className="flex size-10 items-center justify-center rounded-full"
      >
        <Avatar initials={initials} />
      </button>
      <div
        id={MENU_ID}
        popover="auto"
        className="fixed inset-auto end-3 top-[3.75rem] max-h-[calc(100dvh-4.5rem)] w-64 overflow-y-auto rounded-2xl border border-line bg-raised p-1.5 text-ink shadow-float transition-[opacity,translate,display,overlay] duration-150 transition-discrete not-open:-translate-y-1 not-open:opacity-0 sm:end-5 starting:open:-translate-y-1 starting:open:opacity-0"
      >
        <div className="flex items-center gap-3 px-2.5 py-2.5">
          <Avatar initials={initials} />
          <div className="min-w-0">
            <p className="truncate text-sm font-semibold">{name}</p>
            <p className="truncate text-xs text-muted">{role}</p>
          </div>
        </div>
        <div className="grid gap-2 border-y border-line px-2.5 py-2.5">
          <ThemeChoice initial={theme} texts={texts.theme} />
          <LanguageChoice language={language} label={texts.language} />
        </div>
        <div className="pt-1.5">
          <SignOutButton texts={texts.signOut} />
        </div>
      </div>
    </>
  );
}
