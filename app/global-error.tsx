"use client";

import "./globals.css";
import { Notice } from "@/components/shell/notice";
import { Button } from "@/components/ui/button";

/** Takes the place of the root layout when that one fails. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something broke · Halyard</title>
        <main className="px-4">
          <Notice
            code="Something broke"
            title="Halyard is not available"
            action={
              <Button variant="primary" onClick={retry}>
                Try again
              </Button>
            }
          >
            It is our fault, not yours, and nothing was lost. Give it a moment, then try again.
          </Notice>
        </main>
      </body>
    </html>
  );
}
