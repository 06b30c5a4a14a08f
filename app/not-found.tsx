import type { Metadata } from "next";
import Link from "next/link";

import { Notice } from "@/components/shell/notice";
import { buttonClasses } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Notice
      code="404"
      title="Nothing is moored here"
      action={
        <Link href="/" className={buttonClasses("primary", "medium")}>
          Go to the overview
        </Link>
      }
    >
      The page may have moved, or the address has a typo in it.
    </Notice>
  );
}
