import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";

import { requestWords } from "@/app/(demo)/request-words";
import { requirePerson } from "@/app/(demo)/require-person";
import { OrderRoute } from "@/components/demo/orders/order-route";
import { OrderStatusBadge } from "@/components/demo/orders/order-status";
import { OrderTimeline } from "@/components/demo/orders/order-timeline";
import { Avatar } from "@/components/demo/ui/avatar";
import { Card, CardHeader } from "@/components/demo/ui/card";
import { FactList } from "@/components/demo/ui/fact-list";
import { PageHeader } from "@/components/demo/ui/page-header";
import { findOrder, orderReference } from "@/lib/demo/orders";
import { peopleIn } from "@/lib/demo/people";

export async function generateMetadata({ params }: PageProps<"/orders/[id]">): Promise<Metadata> {
  const order = findOrder((await params).id);
  const { texts } = await requestWords();
  return { title: order === undefined ? texts.notFound.title : `${orderReference(order)} ${order.customer}` };
}

export default async function OrderPage({ params }: PageProps<"/orders/[id]">) {
  const { id } = await params;
  await requirePerson(`/orders/${encodeURIComponent(id)}`);
  const order = findOrder(id);
  if (order === undefined) notFound();
  const words = await requestWords();
  const { format } = words;
  const { orders, shell, team } = words.texts;
  const cargo = orders.cargo[order.id];
  const units = orders.units[order.units.of](order.units.count);
  const owner = peopleIn(team).find(({ firstName }) => firstName === order.owner);

  return (
    <>
      <PageHeader
        eyebrow={
          <nav aria-label={orders.breadcrumb} className="flex items-center gap-1">
            <Link href="/orders" className="rounded underline-offset-2 hover:text-ink hover:underline">
              {shell.pages.orders}
            </Link>
            <ChevronRight aria-hidden="true" className="size-3.5 rtl:-scale-x-100" />
            <span aria-current="page" className="font-mono text-[0.8125rem]">
              {orderReference(order)}
            </span>
          </nav>
        }
        title={order.customer}
        lead={format.list([cargo, units])}
        status={<OrderStatusBadge status={order.status} words={words} />}
      />
      <div className="mt-8 grid items-start gap-5 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <div className="grid gap-5">
          <Card aria-label={orders.route}>
            <OrderRoute order={order} words={words} />
          </Card>
          <Card aria-labelledby="history">
            <CardHeader id="history" title={orders.history.title} hint={orders.history.hint} />
            <OrderTimeline
              entries={order.events.map(({ event, place, inDays, time }) => ({
                what: orders.events[event],
                when: format.day(inDays, time),
                where: orders.places[place],
              }))}
            />
          </Card>
        </div>
        <Card aria-labelledby="details">
          <CardHeader id="details" title={orders.details} />
          <FactList
            facts={[
              {
                name: order.status === "delivered" ? orders.status.delivered : orders.arrives,
                value: format.day(order.arrives.inDays, order.arrives.time),
              },
              { name: orders.carrier, value: order.carrier },
              { name: orders.weight, value: format.weight(order.kilograms) },
              { name: orders.quantity, value: units },
            ]}
          />
          {owner !== undefined && (
            <div className="flex items-center gap-3 border-t border-line px-5 py-4">
              <Avatar initials={owner.initials} />
              <div className="min-w-0 text-sm">
                <p className="font-medium">{owner.name}</p>
                <p className="text-muted">{orders.looksAfter}</p>
              </div>
            </div>
          )}
        </Card>
      </div>
    </>
  );
}
