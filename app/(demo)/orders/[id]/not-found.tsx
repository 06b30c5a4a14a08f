import Link from "next/link";

import { requestWords } from "@/app/(demo)/request-words";
import { Notice } from "@/components/demo/shell/notice";
import { buttonClasses } from "@/components/notifications/ui/button";

export default async function OrderNotFound() {
  const texts = (await requestWords()).texts.notFound.order;
  return (
    <Notice
      code="404"
      title={texts.heading}
      action={
        <Link href="/orders" className={buttonClasses("primary", "medium")}>
          {texts.action}
        </Link>
      }
    >
      {texts.explanation}
    </Notice>
  );
}
