"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";

import type { PageTexts } from "@/lib/demo/texts/en/pages";

import { announceToTabs } from "./tab-channel";

export function SignOutButton({ texts }: { texts: PageTexts["shell"]["signOut"] }) {
  const [failed, setFailed] = useState(false);

  async function signOut() {
    setFailed(false);
    const answer = await fetch("/api/session", { method: "DELETE" }).catch(() => null);
    if (!answer?.ok) {
      setFailed(true);
      return;
    }
    announceToTabs("session");
    // A full load, so that no data of this user stays in memory.
    window.location.assign("/sign-in");
  }

  return (
    <>
      <button
        type="button"
        onClick={() => void signOut()}
        className="flex h-9 w-full items-center gap-2.5 rounded-lg px-2.5 text-sm hover:bg-hover"
      >
        <LogOut aria-hidden="true" className="size-4 text-muted rtl:-scale-x-100" />
        {texts.action}
      </button>
      {failed && (
        <p role="alert" className="px-2.5 py-1 text-xs text-rust">
          {texts.failed}
        </p>
      )}
    </>
  );
}
