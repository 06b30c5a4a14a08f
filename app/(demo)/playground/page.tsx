import type { Metadata } from "next";

import { requestWords } from "@/app/(demo)/request-words";
import { requireUserId } from "@/app/(demo)/require-user-id";
import { Playground } from "@/components/demo/playground/playground";
import { PageHeader } from "@/components/demo/ui/page-header";
import { DEMO_USERS } from "@/lib/demo/users";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).texts.shell.pages.playground };
}

export default async function PlaygroundPage() {
  const userId = await requireUserId("/playground");
  const { shell, playground } = (await requestWords()).texts;

  return (
    <>
      <PageHeader title={shell.pages.playground} lead={playground.lead} />
      <div className="mt-8">
        <Playground people={DEMO_USERS} me={userId} />
      </div>
    </>
  );
}
