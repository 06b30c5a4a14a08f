import type { Metadata } from "next";
import Link from "next/link";

import { Notice } from "@/components/demo/shell/notice";
import { buttonClasses } from "@/components/notifications/ui/button";

import { requestWords } from "./(demo)/request-words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).texts.notFound.title };
}

export default async function NotFound() {
  const texts = (await requestWords()).texts.notFound;
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
