import type { Order } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

export function OrderFacts({ order, words }: { order: Order; words: Words }) {
  const { texts, format } = words;
  const { orders } = texts;
  const { status, arrives, carrier, kilograms } = order;
  const facts = [
    [status === "delivered" ? orders.status.delivered : orders.arrives, format.day(arrives.inDays, arrives.time)],
    [orders.carrier, carrier],
    [orders.weight, format.weight(kilograms)],
  ];
  return (
    <dl className="divide-y divide-line px-5 pt-2 pb-2">
      {facts.map(([name, value]) => (
        <div key={name} className="flex items-baseline justify-between gap-6 py-3 text-sm">
          <dt className="text-muted">{name}</dt>
          <dd className="text-end font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
