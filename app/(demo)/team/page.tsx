import { MapPin } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";

import { requestWords } from "@/app/(demo)/request-words";
import { requirePerson } from "@/app/(demo)/require-person";
import { ModeIcon } from "@/components/demo/orders/mode-icon";
import { OrderStatusBadge } from "@/components/demo/orders/order-status";
import { Avatar } from "@/components/demo/ui/avatar";
import { Badge } from "@/components/demo/ui/badge";
import { Card } from "@/components/demo/ui/card";
import { PageHeader } from "@/components/demo/ui/page-header";
import { type Order, UNDER_WAY } from "@/lib/demo/orders";
import { peopleIn } from "@/lib/demo/people";
import type { Words } from "@/lib/demo/words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).texts.shell.pages.team };
}

export default async function TeamPage() {
  const me = await requirePerson("/team");
  const words = await requestWords();
  const { shell, team } = words.texts;

  return (
    <>
      <PageHeader title={shell.pages.team} lead={team.lead} />
      <ul className="mt-8 grid gap-5 md:grid-cols-2 lg:grid-cols-3">
        {peopleIn(team).map((person) => (
          <li key={person.id} className="grid">
            <Card aria-labelledby={person.id}>
              <div className="px-5 pt-5 pb-5">
                <div className="flex items-start justify-between">
                  <Avatar initials={person.initials} size="large" />
                  {person.id === me.id && <Badge tone="accent">{team.you}</Badge>}
                </div>
                <h2 id={person.id} className="mt-4 text-lg font-semibold tracking-tight">
                  {person.name}
                </h2>
                <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
                  {person.role}
                  <span aria-hidden="true">·</span>
                  <span className="inline-flex items-center gap-1">
                    <MapPin aria-hidden="true" className="size-3.5" /> {person.city}
                  </span>
                </p>
                <p className="mt-3 text-sm text-pretty">{person.remit}</p>
              </div>
              <OpenOrders orders={ordersOf(person.firstName)} words={words} />
            </Card>
          </li>
        ))}
      </ul>
    </>
  );
}

function OpenOrders({ orders, words }: { orders: readonly Order[]; words: Words }) {
  return (
    <div className="border-t border-line px-5 pt-4 pb-3">
      <h3 className="text-xs font-medium text-muted">{words.texts.team.openOrders}</h3>
      <ul className="mt-1.5">
        {orders.map((order) => (
          <li key={order.id}>
            <Link
              href={`/orders/${order.id}`}
              className="-mx-2 flex items-center gap-2 rounded-lg px-2 py-2 text-sm hover:bg-hover"
            >
              <ModeIcon mode={order.mode} words={words} />
              <span className="min-w-0 flex-1 truncate">{order.customer}</span>
              <OrderStatusBadge status={order.status} words={words} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ordersOf(firstName: string): readonly Order[] {
  return UNDER_WAY.filter(({ owner }) => owner === firstName);
}
