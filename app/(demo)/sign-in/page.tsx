import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { requestWords } from "@/app/(demo)/request-words";
import { PersonPicker } from "@/components/demo/sign-in/person-picker";
import { peopleIn } from "@/lib/demo/people";
import { sessionUserId } from "@/lib/notifications/server/auth/session";

import { nextPath } from "./next-path";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).texts.signIn.title };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = nextPath((await searchParams)["next"]);
  if ((await sessionUserId()) !== null) redirect(next);
  const { signIn, people } = (await requestWords()).texts;

  return (
    <div className="mx-auto max-w-md py-6 sm:py-16">
      <h1 className="text-center text-3xl font-semibold tracking-[-0.02em]">{signIn.heading}</h1>
      <p className="mx-auto mt-3 mb-9 max-w-sm text-center text-[0.9375rem] text-pretty text-muted">{signIn.lead}</p>
      <PersonPicker people={peopleIn(people)} next={next} texts={signIn.picker} />
    </div>
  );
}
