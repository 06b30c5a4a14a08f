"use client";

import Link from "next/link";

import { Notice } from "@/components/demo/shell/notice";
import { Button, buttonClasses } from "@/components/notifications/ui/button";

import { useErrorTexts } from "./use-error-texts";

export default function PageError({ retry }: { retry: () => void }) {
  const { texts } = useErrorTexts();
  return (
    <Notice
      code={texts.code}
      title={texts.title}
      action={
        <>
          <Button variant="primary" onClick={retry}>
            {texts.retry}
          </Button>
          <Link href="/orders" className={buttonClasses("secondary", "medium")}>
            {texts.home}
          </Link>
        </>
      }
    >
      {texts.reassurance}
    </Notice>
  );
}
