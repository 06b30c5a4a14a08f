"use client";

import { CloudOff, CloudUpload, LogIn, type LucideIcon, Pause, RefreshCw, WifiOff } from "lucide-react";
import type { ReactNode } from "react";

import type { Connection } from "../../../lib/notifications/client";
import { usePanelTexts } from "../texts/use-panel-texts";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { type Tone, TONE_CLASSES } from "../ui/tone";

const LOOKS: Readonly<Record<Exclude<Connection, "live">, { icon: LucideIcon; tone: Tone }>> = {
  connecting: { icon: RefreshCw, tone: "neutral" },
  "catching-up": { icon: RefreshCw, tone: "neutral" },
  polling: { icon: RefreshCw, tone: "sun" },
  reconnecting: { icon: RefreshCw, tone: "sun" },
  unreachable: { icon: CloudOff, tone: "sun" },
  offline: { icon: WifiOff, tone: "sun" },
  paused: { icon: Pause, tone: "neutral" },
  "signed-out": { icon: LogIn, tone: "rust" },
};

interface ConnectionBannerProps {
  connection: Connection;
  /** Acknowledgements the server does not have yet. */
  unsent: number;
  onResume: () => void;
}

/** Says when what you see may be out of date, what happens about it, and what you can do. Nothing while all is well. */
export function ConnectionBanner({ connection, unsent, onResume }: ConnectionBannerProps) {
  const texts = usePanelTexts();
  const waiting = unsent > 0 ? texts.unsent(unsent) : "";
  if (connection === "live") return waiting && <Banner icon={CloudUpload} tone="neutral" body={waiting} />;
  const { title, body } = texts.meaning[connection];
  return (
    <Banner
      {...LOOKS[connection]}
      title={title}
      body={`${body} ${waiting}`}
      action={
        connection === "paused" ? (
          <Button size="small" onClick={onResume}>
            {texts.resume}
          </Button>
        ) : (
          connection === "signed-out" && (
            // Where that is done the app knows, which lets nobody on its pages without a session.
            <Button size="small" onClick={() => window.location.reload()}>
              {texts.signIn}
            </Button>
          )
        )
      }
    />
  );
}

interface BannerProps {
  icon: LucideIcon;
  tone: Tone;
  title?: string;
  body: string;
  action?: ReactNode;
}

function Banner({ icon: Icon, tone, title, body, action }: BannerProps) {
  return (
    <div className="grid shrink-0 animate-reveal grid-cols-1 grid-rows-[1fr]">
      <div className="min-h-0 overflow-hidden">
        <div
          className={classNames(
            "mx-3 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl px-3 py-2.5 short:mt-1 short:py-1.5",
            "forced-colors:border",
            TONE_CLASSES[tone],
          )}
        >
          <Icon aria-hidden="true" className="size-4 shrink-0" />
          <p className="min-w-0 flex-1 basis-40 text-[0.8125rem] leading-snug">
            {title !== undefined && <strong className="font-semibold">{`${title} `}</strong>}
            <span className="text-ink">{body}</span>
          </p>
          {action}
        </div>
      </div>
    </div>
  );
}
