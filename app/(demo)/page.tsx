import Link from "next/link";

import { OrderList } from "@/components/demo/orders/order-list";
import { OrderTimeline } from "@/components/demo/orders/order-timeline";
import { Stat } from "@/components/demo/overview/stat";
import { WeekChart } from "@/components/demo/overview/week-chart";
import { Card, CardHeader } from "@/components/demo/ui/card";
import { PageHeader } from "@/components/demo/ui/page-header";
import { buttonClasses } from "@/components/notifications/ui/button";
import { ARRIVING, AT_CUSTOMS, DELAYED, LATEST_MOVEMENTS, NEED_ATTENTION, UNDER_WAY } from "@/lib/demo/orders";
import { WEEK } from "@/lib/demo/week";

import { requestWords } from "./request-words";
import { requirePerson } from "./require-person";

const MORE_THAN_LAST_WEEK = 2;
const ON_TIME_LAST_WEEK = 0.89;

export default async function OverviewPage() {
  const { firstName } = await requirePerson("/");
  const words = await requestWords();
  const { format } = words;
  const { overview, orders } = words.texts;
  const { figures } = overview;
  const onTime = WEEK.reduce((sum, day) => sum + day.onTime, 0);
  const delivered = WEEK.reduce((sum, day) => sum + day.onTime + day.late, 0);

  return (
    <>
      <PageHeader
        title={overview.greeting(firstName)}
        lead={`${overview.underWay(UNDER_WAY.length)} ${overview.toDecide(NEED_ATTENTION.length)}`}
        action={
          <Link href="/playground" className={buttonClasses("secondary", "medium")}>
            {overview.tryNotifications}
          </Link>
        }
      />
      <dl className="mt-8 grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-line bg-line shadow-card lg:grid-cols-4">
        <Stat
          name={figures.underWay}
          value={format.number(UNDER_WAY.length)}
          note={figures.moreThanLastWeek(format.number(MORE_THAN_LAST_WEEK))}
        />
        <Stat
          name={figures.arriving}
          value={format.number(ARRIVING.length)}
          note={format.list(ARRIVING.map(({ customer }) => customer))}
        />
        <Stat
          name={figures.attention}
          value={format.number(NEED_ATTENTION.length)}
          note={format.list([figures.delays(DELAYED.length), figures.atCustoms(AT_CUSTOMS.length)])}
        />
        <Stat
          name={figures.onTime}
          value={format.percentage(onTime / delivered)}
          note={figures.upFrom(format.percentage(ON_TIME_LAST_WEEK))}
        />
      </dl>
      <Card aria-labelledby="attention" className="mt-5 overflow-hidden">
        <CardHeader
          id="attention"
          title={overview.attention.title}
          hint={overview.attention.hint}
          action={
            <Link href="/orders" className={buttonClasses("secondary", "small")}>
              {overview.attention.all}
            </Link>
          }
        />
        <div className="mt-4 border-t border-line">
          <OrderList orders={NEED_ATTENTION} words={words} />
        </div>
      </Card>
      <div className="mt-5 grid gap-5 lg:grid-cols-2">
        <Card aria-labelledby="week">
          <CardHeader
            id="week"
            title={overview.week.title}
            hint={overview.week.hint(format.number(delivered), format.number(onTime))}
          />
          <WeekChart days={WEEK} words={words} />
        </Card>
        <Card aria-labelledby="movements">
          <CardHeader id="movements" title={overview.movements.title} hint={overview.movements.hint} />
          <OrderTimeline
            entries={LATEST_MOVEMENTS.map(({ order, event, place, inDays, time }) => ({
              what: overview.movements.of(order.customer, orders.events[event]),
              when: format.day(inDays, time),
              where: orders.places[place],
            }))}
          />
        </Card>
      </div>
    </>
  );
}
