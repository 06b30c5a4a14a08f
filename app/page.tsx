import Link from "next/link";

import { OrderList } from "@/components/orders/order-list";
import { OrderTimeline } from "@/components/orders/order-timeline";
import { Stat } from "@/components/overview/stat";
import { WeekChart } from "@/components/overview/week-chart";
import { buttonClasses } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { LATEST_MOVEMENTS, ORDERS } from "@/lib/demo/orders";
import { WEEK } from "@/lib/demo/week";

import { requirePerson } from "./require-person";

const UNDER_WAY = ORDERS.filter(({ status }) => status !== "delivered");
const NEED_ATTENTION = ORDERS.filter(({ status }) => status === "delayed" || status === "customs");

export default async function OverviewPage() {
  const { firstName } = await requirePerson("/");
  const onTime = WEEK.reduce((sum, day) => sum + day.onTime, 0);
  const delivered = WEEK.reduce((sum, day) => sum + day.onTime + day.late, 0);

  return (
    <>
      <PageHeader
        title={`Welcome back, ${firstName}`}
        lead={`${UNDER_WAY.length} orders are under way. ${NEED_ATTENTION.length} of them could use a decision from somebody.`}
        action={
          <Link href="/playground" className={buttonClasses("secondary", "medium")}>
            Try the notifications
          </Link>
        }
      />
      <dl className="mt-8 grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-line bg-line shadow-card lg:grid-cols-4">
        <Stat name="Under way" value={String(UNDER_WAY.length)} note="2 more than last week" />
        <Stat name="Arriving within a day" value="2" note="Fjord Seafood, Maison Verte" />
        <Stat name="Need attention" value={String(NEED_ATTENTION.length)} note="1 delay, 2 at customs" />
        <Stat name="On time this week" value={`${Math.round((onTime / delivered) * 100)}%`} note="Up from 89%" />
      </dl>
      <Card aria-labelledby="attention" className="mt-5 overflow-hidden">
        <CardHeader
          id="attention"
          title="Needs attention"
          hint="Delayed, or waiting for somebody at a border."
          action={
            <Link href="/orders" className={buttonClasses("secondary", "small")}>
              All orders
            </Link>
          }
        />
        <div className="mt-4 border-t border-line">
          <OrderList orders={NEED_ATTENTION} />
        </div>
      </Card>
      <div className="mt-5 grid gap-5 lg:grid-cols-2">
        <Card aria-labelledby="week">
          <CardHeader id="week" title="Deliveries this week" hint={`${delivered} so far, ${onTime} of them on time.`} />
          <WeekChart days={WEEK} />
        </Card>
        <Card aria-labelledby="movements">
          <CardHeader id="movements" title="Latest movements" hint="What happened since yesterday evening." />
          <OrderTimeline events={LATEST_MOVEMENTS} />
        </Card>
      </div>
    </>
  );
}
