import type { Metadata } from "next";

import { requestWords } from "@/app/(demo)/request-words";
import { requirePerson } from "@/app/(demo)/require-person";
import { OrderList } from "@/components/demo/orders/order-list";
import { Card, CardHeader } from "@/components/demo/ui/card";
import { PageHeader } from "@/components/demo/ui/page-header";
import { DELIVERED, UNDER_WAY } from "@/lib/demo/orders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).texts.shell.pages.orders };
}

export default async function OrdersPage() {
  await requirePerson("/orders");
  const words = await requestWords();
  const { orders, shell } = words.texts;

  return (
    <>
      <PageHeader title={shell.pages.orders} lead={orders.lead} />
      <Card aria-labelledby="under-way" className="mt-8 overflow-hidden">
        <CardHeader id="under-way" title={orders.underWay.title} hint={orders.underWay.hint(UNDER_WAY.length)} />
        <div className="mt-4 border-t border-line">
          <OrderList orders={UNDER_WAY} words={words} />
        </div>
      </Card>
      <Card aria-labelledby="delivered" className="mt-5 overflow-hidden">
        <CardHeader id="delivered" title={orders.delivered.title} hint={orders.delivered.hint} />
        <div className="mt-4 border-t border-line">
          <OrderList orders={DELIVERED} words={words} />
        </div>
      </Card>
    </>
  );
}
