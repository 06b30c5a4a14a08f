"use client";

import Link from "next/link";
import { useSyncExternalStore } from "react";

import { Notice } from "@/components/demo/shell/notice";
import { closestLanguage } from "@/components/notifications/texts/language";
import { Button, buttonClasses } from "@/components/notifications/ui/button";
import { errors as de } from "@/lib/demo/texts/de/errors";
import { errors as en } from "@/lib/demo/texts/en/errors";

export default function PageError({ retry }: { retry: () => void }) {
  // Only the layout around this page knows the language.
  const language = useSyncExternalStore(
    () => () => undefined,
    () => document.documentElement.lang,
    () => "en",
  );
  const texts = { en, de }[closestLanguage(language)];
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
