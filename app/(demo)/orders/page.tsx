import type { Metadata } from "next";

import { requestWords } from "@/app/(demo)/request-words";
import { requireUserId } from "@/app/(demo)/require-user-id";
import { OrderList } from "@/components/demo/orders/order-list";
import { Card, CardHeader } from "@/components/demo/ui/card";
import { PageHeader } from "@/components/demo/ui/page-header";
import { ORDERS } from "@/lib/demo/orders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).texts.shell.pages.orders };
}

export default async function OrdersPage() {
  await requireUserId("/orders");
  const words = await requestWords();
  const { orders, shell } = words.texts;
  const underWay = ORDERS.filter(({ status }) => status !== "delivered");
  const delivered = ORDERS.filter(({ status }) => status === "delivered");

  return (
    <>
      <PageHeader title={shell.pages.orders} lead={orders.lead} />
      <Card aria-labelledby="under-way" className="mt-8 overflow-hidden">
        <CardHeader id="under-way" title={orders.underWay.title} hint={orders.underWay.hint(underWay.length)} />
        <OrderList orders={underWay} words={words} />
      </Card>
      <Card aria-labelledby="delivered" className="mt-5 overflow-hidden">
        <CardHeader id="delivered" title={orders.delivered.title} hint={orders.delivered.hint} />
        <OrderList orders={delivered} words={words} />
      </Card>
    </>
  );
}
