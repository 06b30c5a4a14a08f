"use client";

import Link from "next/link";

import { Notice } from "@/components/shell/notice";
import { Button, buttonClasses } from "@/components/ui/button";

export default function PageError({ retry }: { retry: () => void }) {
  return (
    <Notice
      code="Something broke"
      title="This page ran aground"
      action={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <Link href="/" className={buttonClasses("secondary", "medium")}>
            Go to the overview
          </Link>
        </>
      }
    >
      It is our fault, not yours, and nothing was lost. Trying again often helps.
    </Notice>
  );
}
