import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { OrderStatus } from "@/lib/demo/orders";

const LABELS: Readonly<Record<OrderStatus, { text: string; tone: Tone }>> = {
  booked: { text: "Booked", tone: "neutral" },
  "in-transit": { text: "In transit", tone: "sea" },
  customs: { text: "At customs", tone: "sun" },
  delayed: { text: "Delayed", tone: "rust" },
  delivered: { text: "Delivered", tone: "leaf" },
};

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const { text, tone } = LABELS[status];
  return (
    <Badge tone={tone}>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {text}
    </Badge>
  );
}
