import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { PersonPicker } from "@/components/sign-in/person-picker";
import { sessionUserId } from "@/lib/auth/session";
import { PEOPLE } from "@/lib/demo/people";

import { nextPath } from "./next-path";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = nextPath((await searchParams)["next"]);
  if ((await sessionUserId()) !== null) redirect(next);

  return (
    <div className="mx-auto max-w-md py-6 sm:py-16">
      <h1 className="text-center text-3xl font-semibold tracking-[-0.02em]">Who is on watch?</h1>
      <p className="mx-auto mt-3 mb-9 max-w-sm text-center text-[0.9375rem] text-pretty text-muted">
        Halyard is a demo, so there are no passwords. Pick somebody to sign in as. Open a second browser as somebody
        else to see notifications cross over.
      </p>
      <PersonPicker people={PEOPLE} next={next} />
    </div>
  );
}
