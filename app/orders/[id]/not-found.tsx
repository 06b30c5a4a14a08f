import Link from "next/link";

import { requestWords } from "@/app/request-words";
import { Notice } from "@/components/shell/notice";
import { buttonClasses } from "@/components/ui/button";

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
