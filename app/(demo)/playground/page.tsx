import type { Metadata } from "next";

import { requestWords } from "@/app/(demo)/request-words";
import { requirePerson } from "@/app/(demo)/require-person";
import { Playground } from "@/components/demo/playground/playground";
import { PageHeader } from "@/components/demo/ui/page-header";
import { DEMO_USERS } from "@/lib/demo/users";
import { env } from "@/lib/notifications/server/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).texts.shell.pages.playground };
}

export default async function PlaygroundPage() {
  const { id } = await requirePerson("/playground");
  const { shell, playground } = (await requestWords()).texts;
  const { production, producerKeys } = env();
  const developmentKey = production ? undefined : producerKeys.find(({ scopes }) => scopes.includes("send"));

  return (
    <>
      <PageHeader title={shell.pages.playground} lead={playground.lead} />
      <div className="mt-8">
        <Playground people={DEMO_USERS} me={id} producerKey={developmentKey?.key ?? null} />
      </div>
    </>
  );
}
