import { MapPin } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";

import { requirePerson } from "@/app/require-person";
import { ModeIcon } from "@/components/orders/mode-icon";
import { OrderStatusBadge } from "@/components/orders/order-status";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { type Order, ORDERS } from "@/lib/demo/orders";
import { PEOPLE } from "@/lib/demo/people";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const me = await requirePerson("/team");

  return (
    <>
      <PageHeader title="Team" lead="Who looks after what, so that a question finds its answer on the first try." />
      <ul className="mt-8 grid gap-5 md:grid-cols-2 lg:grid-cols-3">
        {PEOPLE.map((person) => (
          <li key={person.id} className="grid">
            <Card aria-labelledby={person.id}>
              <div className="px-5 pt-5 pb-5">
                <div className="flex items-start justify-between">
                  <Avatar initials={person.initials} size="large" />
                  {person.id === me.id && <Badge tone="accent">You</Badge>}
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
              <OpenOrders orders={ordersOf(person.firstName)} />
            </Card>
          </li>
        ))}
      </ul>
    </>
  );
}

function OpenOrders({ orders }: { orders: readonly Order[] }) {
  return (
    <div className="border-t border-line px-5 pt-4 pb-3">
      <h3 className="text-xs font-medium text-muted">Open orders</h3>
      <ul className="mt-1.5">
        {orders.map((order) => (
          <li key={order.id}>
            <Link
              href={`/orders/${order.id}`}
              className="-mx-2 flex items-center gap-2 rounded-lg px-2 py-2 text-sm hover:bg-hover"
            >
              <ModeIcon mode={order.mode} />
              <span className="min-w-0 flex-1 truncate">{order.customer}</span>
              <OrderStatusBadge status={order.status} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ordersOf(firstName: string): readonly Order[] {
  return ORDERS.filter(({ owner, status }) => owner === firstName && status !== "delivered");
}
