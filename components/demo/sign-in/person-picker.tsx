"use client";

import { ArrowRight, LoaderCircle } from "lucide-react";
import { useState } from "react";

import { announceToTabs } from "@/components/demo/shell/tab-channel";
import { Avatar } from "@/components/demo/ui/avatar";
import type { Person } from "@/lib/demo/people";
import type { PageTexts } from "@/lib/demo/texts/en/pages";

interface PersonPickerProps {
  people: readonly Person[];
  /** A path on this site. */
  next: string;
  texts: PageTexts["signIn"]["picker"];
}

type Refusal = "refused" | "unreachable";

/** Signs in as one of the demo's people. */
export function PersonPicker({ people, next, texts }: PersonPickerProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);

  async function signIn(userId: string) {
    if (chosen !== null) return;
    setChosen(userId);
    setProblem(null);
    const refusal = await createSession(userId);
    if (refusal === null) {
      announceToTabs("session");
      // A full load, so that no data of a former user stays in memory.
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
              className="group flex w-full items-center gap-4 rounded-2xl border border-line bg-surface p-4 text-start shadow-card transition-[border-color,background-color] hover:border-line-strong hover:bg-hover aria-disabled:cursor-default"
            >
              <Avatar initials={person.initials} size="large" />
              <span className="min-w-0 flex-1">
                <span className="block font-semibold tracking-tight">{person.name}</span>
                <span className="mt-0.5 block text-sm text-muted">{person.role}</span>
              </span>
              {chosen === person.id ? (
                <>
                  <LoaderCircle aria-hidden="true" className="size-5 animate-spin text-muted" />
                  <span className="sr-only">{texts.signingIn}</span>
                </>
              ) : (
                <ArrowRight
                  aria-hidden="true"
                  className="size-5 text-muted transition-transform group-hover:translate-x-0.5 rtl:-scale-x-100 rtl:group-hover:-translate-x-0.5"
                />
              )}
            </button>
          </li>
        ))}
      </ul>
      <p role="alert" className="mt-4 text-center text-sm text-rust empty:hidden">
        {problem !== null && texts[problem]}
      </p>
    </>
  );
}

/** Returns null if it worked, otherwise why not. */
async function createSession(userId: string): Promise<Refusal | null> {
  try {
    const answer = await fetch("/api/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: userId }),
    });
    return answer.ok ? null : "refused";
  } catch {
    return "unreachable";
  }
}
