"use client";

import "./globals.css";
import { Notice } from "@/components/demo/shell/notice";
import { Button } from "@/components/notifications/ui/button";

import { useErrorTexts } from "./use-error-texts";

/** Replaces the root layout when that fails. */
export default function GlobalError({ retry }: { retry: () => void }) {
  const { language, texts } = useErrorTexts();
  return (
    <html lang={language} className="notifications-theme">
      <body>
        <title>{`${texts.code} · Halyard`}</title>
        <main className="px-4">
          <Notice
            code={texts.code}
            title={texts.app}
            action={
              <Button variant="primary" onClick={retry}>
                {texts.retry}
              </Button>
            }
          >
            {texts.reassurance}
          </Notice>
        </main>
      </body>
    </html>
  );
}
