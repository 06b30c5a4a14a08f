"use client";

import { ArrowRight, LoaderCircle } from "lucide-react";
import { useState } from "react";

import { announceSessionChange } from "@/components/shell/session-channel";
import { Avatar } from "@/components/ui/avatar";
import { Problem } from "@/lib/contract";
import type { Person } from "@/lib/demo/people";

interface PersonPickerProps {
  people: readonly Person[];
  /** A path on this site. */
  next: string;
}

/** Signs in as one of the demo's people. */
export function PersonPicker({ people, next }: PersonPickerProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function signIn(userId: string) {
    if (chosen !== null) return;
    setChosen(userId);
    setProblem(null);
    const refusal = await createSession(userId);
    if (refusal === null) {
      announceSessionChange();
      // A full load: nothing of a former user may stay in memory.
      window.location.assign(next);
    } else {
      setChosen(null);
      setProblem(refusal);
    }
  }

  return (
    <>
      <ul className="space-y-2.5">
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              aria-disabled={chosen !== null}
              onClick={() => void signIn(person.id)}
              className="group flex w-full items-center gap-4 rounded-2xl border border-line bg-surface p-4 text-left shadow-card transition-[border-color,background-color] hover:border-line-strong hover:bg-hover aria-disabled:cursor-default"
            >
              <Avatar initials={person.initials} size="large" />
              <span className="min-w-0 flex-1">
                <span className="block font-semibold tracking-tight">{person.name}</span>
                <span className="mt-0.5 block text-sm text-muted">{person.role}</span>
              </span>
              {chosen === person.id ? (
                <>
                  <LoaderCircle aria-hidden="true" className="size-5 animate-spin text-muted" />
                  <span className="sr-only">Signing in</span>
                </>
              ) : (
                <ArrowRight
                  aria-hidden="true"
                  className="size-5 text-muted transition-transform group-hover:translate-x-0.5"
                />
              )}
            </button>
          </li>
        ))}
      </ul>
      <p role="alert" className="mt-4 text-center text-sm text-rust empty:hidden">
        {problem}
      </p>
    </>
  );
}

/** Null when it worked, else why not, in a sentence. */
async function createSession(userId: string): Promise<string | null> {
  try {
    const answer = await fetch("/api/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: userId }),
    });
    if (answer.ok) return null;
    const problem = Problem.safeParse(await answer.json().catch(() => null));
    return problem.data?.detail ?? "Signing in did not work. Try again in a moment.";
  } catch {
    return "The server cannot be reached. Check your connection and try again.";
  }
}
