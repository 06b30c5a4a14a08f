import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";

import { requestWords } from "@/app/(demo)/request-words";
import { requireUserId } from "@/app/(demo)/require-user-id";
import { OrderFacts } from "@/components/demo/orders/order-facts";
import { OrderRoute } from "@/components/demo/orders/order-route";
import { OrderStatusBadge } from "@/components/demo/orders/order-status";
import { OrderTimeline } from "@/components/demo/orders/order-timeline";
import { Card, CardHeader } from "@/components/demo/ui/card";
import { PageHeader } from "@/components/demo/ui/page-header";
import { findOrder, orderReference } from "@/lib/demo/orders";

export async function generateMetadata({ params }: PageProps<"/orders/[id]">): Promise<Metadata> {
  const order = findOrder((await params).id);
  const { texts } = await requestWords();
  return { title: order === undefined ? texts.notFound.title : `${orderReference(order)} ${order.customer}` };
}

export default async function OrderPage({ params }: PageProps<"/orders/[id]">) {
  const { id } = await params;
  await requireUserId(`/orders/${encodeURIComponent(id)}`);
  const order = findOrder(id);
  if (order === undefined) notFound();
  const words = await requestWords();
  const { orders, shell } = words.texts;

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
        status={<OrderStatusBadge status={order.status} words={words} />}
      />
      <div className="mt-8 grid items-start gap-5 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <div className="grid gap-5">
          <Card aria-label={orders.route}>
            <OrderRoute order={order} words={words} />
          </Card>
          <Card aria-labelledby="history">
            <CardHeader id="history" title={orders.history.title} hint={orders.history.hint} />
            <OrderTimeline order={order} words={words} />
          </Card>
        </div>
        <Card aria-labelledby="details">
          <CardHeader id="details" title={orders.details} />
          <OrderFacts order={order} words={words} />
        </Card>
      </div>
    </>
  );
}
