import Link from "next/link";

import { Notice } from "@/components/shell/notice";
import { buttonClasses } from "@/components/ui/button";

export default function OrderNotFound() {
  return (
    <Notice
      code="404"
      title="No such order"
      action={
        <Link href="/orders" className={buttonClasses("primary", "medium")}>
          See all orders
        </Link>
      }
    >
      It may have been cancelled, or the number has a typo in it.
    </Notice>
  );
}
