import type { Metadata } from "next";

import { requirePerson } from "@/app/require-person";
import { Playground } from "@/components/playground/playground";
import { PageHeader } from "@/components/ui/page-header";
import { PEOPLE } from "@/lib/demo/people";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Playground" };

export default async function PlaygroundPage() {
  const { id } = await requirePerson("/playground");
  const { production, producerKeys } = env();
  const [developmentKey = null] = production ? [] : producerKeys.values();

  return (
    <>
      <PageHeader
        title="Playground"
        lead="Send notifications, watch the frames that carry them, and cut the line to see that nothing is lost."
      />
      <div className="mt-8">
        <Playground people={PEOPLE} me={id} producerKey={developmentKey} />
      </div>
    </>
  );
}
