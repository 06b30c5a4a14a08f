import type { Metadata } from "next";

import { requirePerson } from "@/app/require-person";
import { OrderList } from "@/components/orders/order-list";
import { Card, CardHeader } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { ORDERS } from "@/lib/demo/orders";

export const metadata: Metadata = { title: "Orders" };

const UNDER_WAY = ORDERS.filter(({ status }) => status !== "delivered");
const DELIVERED = ORDERS.filter(({ status }) => status === "delivered");

export default async function OrdersPage() {
  await requirePerson("/orders");

  return (
    <>
      <PageHeader title="Orders" lead="Everything on the water, in the air, on rails and on the road." />
      <Card aria-labelledby="under-way" className="mt-8 overflow-hidden">
        <CardHeader id="under-way" title="Under way" hint={`${UNDER_WAY.length} orders, newest first`} />
        <div className="mt-4 border-t border-line">
          <OrderList orders={UNDER_WAY} />
        </div>
      </Card>
      <Card aria-labelledby="delivered" className="mt-5 overflow-hidden">
        <CardHeader id="delivered" title="Delivered" hint="The last two weeks" />
        <div className="mt-4 border-t border-line">
          <OrderList orders={DELIVERED} />
        </div>
      </Card>
    </>
  );
}
