import { Badge } from "@/components/demo/ui/badge";
import type { Tone } from "@/components/notifications/ui/tone";
import type { OrderStatus } from "@/lib/demo/orders";
import type { Words } from "@/lib/demo/words";

const TONES: Readonly<Record<OrderStatus, Tone>> = {
  booked: "neutral",
  "in-transit": "sea",
  customs: "sun",
  delayed: "rust",
  delivered: "leaf",
};

export function OrderStatusBadge({ status, words }: { status: OrderStatus; words: Words }) {
  return (
    <Badge tone={TONES[status]}>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {words.texts.orders.status[status]}
    </Badge>
  );
}
