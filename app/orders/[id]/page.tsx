import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";

import { requirePerson } from "@/app/require-person";
import { OrderRoute } from "@/components/orders/order-route";
import { OrderStatusBadge } from "@/components/orders/order-status";
import { OrderTimeline } from "@/components/orders/order-timeline";
import { Avatar } from "@/components/ui/avatar";
import { Card, CardHeader } from "@/components/ui/card";
import { FactList } from "@/components/ui/fact-list";
import { PageHeader } from "@/components/ui/page-header";
import { findOrder, orderReference } from "@/lib/demo/orders";
import { PEOPLE } from "@/lib/demo/people";

export async function generateMetadata({ params }: PageProps<"/orders/[id]">): Promise<Metadata> {
  const order = findOrder((await params).id);
  return { title: order === undefined ? "Not found" : `${orderReference(order)} ${order.customer}` };
}

export default async function OrderPage({ params }: PageProps<"/orders/[id]">) {
  const { id } = await params;
  await requirePerson(`/orders/${encodeURIComponent(id)}`);
  const order = findOrder(id);
  if (order === undefined) notFound();
  const owner = PEOPLE.find(({ firstName }) => firstName === order.owner);

  return (
    <>
      <PageHeader
        eyebrow={
          <nav aria-label="Breadcrumb" className="flex items-center gap-1">
            <Link href="/orders" className="rounded underline-offset-2 hover:text-ink hover:underline">
              Orders
            </Link>
            <ChevronRight aria-hidden="true" className="size-3.5" />
            <span aria-current="page" className="font-mono text-[0.8125rem]">
              {orderReference(order)}
            </span>
          </nav>
        }
        title={order.customer}
        lead={`${order.cargo}, ${order.units}`}
        status={<OrderStatusBadge status={order.status} />}
      />
      <div className="mt-8 grid items-start gap-5 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <div className="grid gap-5">
          <Card aria-label="Route">
            <OrderRoute order={order} />
          </Card>
          <Card aria-labelledby="history">
            <CardHeader id="history" title="History" />
            <OrderTimeline events={order.events} />
          </Card>
        </div>
        <Card aria-labelledby="details">
          <CardHeader id="details" title="Details" />
          <FactList
            facts={[
              { name: "Arrives", value: order.arrives },
              { name: "Carrier", value: order.carrier },
              { name: "Weight", value: order.weight },
              { name: "Units", value: order.units },
            ]}
          />
          {owner !== undefined && (
            <div className="flex items-center gap-3 border-t border-line px-5 py-4">
              <Avatar initials={owner.initials} />
              <div className="min-w-0 text-sm">
                <p className="font-medium">{owner.name}</p>
                <p className="text-muted">Looks after this order</p>
              </div>
            </div>
          )}
        </Card>
      </div>
    </>
  );
}
