"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";

import { announceSessionChange } from "./session-channel";

export function SignOutButton() {
  const [problem, setProblem] = useState<string | null>(null);

  async function signOut() {
    setProblem(null);
    const answer = await fetch("/api/session", { method: "DELETE" }).catch(() => null);
    if (!answer?.ok) {
      setProblem("Signing out did not work. Try again.");
      return;
    }
    announceSessionChange();
    // A full load: nothing of the former user may stay in memory.
    window.location.assign("/sign-in");
  }

  return (
    <>
      <button
        type="button"
        onClick={() => void signOut()}
        className="flex h-9 w-full items-center gap-2.5 rounded-lg px-2.5 text-sm hover:bg-hover"
      >
        <LogOut aria-hidden="true" className="size-4 text-muted" />
        Sign out
      </button>
      {problem !== null && (
        <p role="alert" className="px-2.5 py-1 text-xs text-rust">
          {problem}
        </p>
      )}
    </>
  );
}
