import { classNames } from "@/components/notifications/ui/class-names";
import type { Order } from "@/lib/demo/orders";

/** Shows how much of the way is done. An svg has a width without a `style`, which our Content-Security-Policy forbids. */
export function ProgressBar({ order }: { order: Order }) {
  return (
    <div aria-hidden="true" className="h-1.5 w-full overflow-hidden rounded-full bg-sunken">
      <svg
        width={`${order.progress * 100}%`}
        height="100%"
        className={classNames("rounded-full", order.status === "delayed" ? "bg-rust" : "bg-ink/75")}
      />
    </div>
  );
}
