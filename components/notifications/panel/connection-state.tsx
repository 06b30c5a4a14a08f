import { CloudOff, CloudUpload, LogIn, type LucideIcon, Pause, RefreshCw, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";

import type { Connection } from "../../../lib/notifications/client";
import { usePanelTexts } from "../texts/use-panel-texts";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { type Tone, TONE_CLASSES } from "../ui/tone";

/** A blip that mends itself within this time is never seen. */
const BLIP_MS = 1_000;

/** The dot of the status, and the icon and tone of the banner. */
const LOOKS: Readonly<Record<Connection, { dot: string; icon: LucideIcon; tone: Tone }>> = {
  connecting: { dot: "animate-breathe bg-line-strong", icon: RefreshCw, tone: "neutral" },
  "catching-up": { dot: "animate-breathe bg-leaf", icon: RefreshCw, tone: "neutral" },
  // The banner of a live list says only what waits to be sent.
  live: { dot: "bg-leaf", icon: CloudUpload, tone: "neutral" },
  polling: { dot: "bg-sun", icon: RefreshCw, tone: "sun" },
  reconnecting: { dot: "animate-breathe bg-sun", icon: RefreshCw, tone: "sun" },
  unreachable: { dot: "bg-sun", icon: CloudOff, tone: "sun" },
  offline: { dot: "bg-sun", icon: WifiOff, tone: "sun" },
  paused: { dot: "bg-line-strong", icon: Pause, tone: "neutral" },
  "signed-out": { dot: "bg-rust", icon: LogIn, tone: "rust" },
};

/** The connection as the panel shows it: `live` at once, anything else once it has lasted for a moment. */
export function useCalmConnection(connection: Connection): Connection {
  const [shown, setShown] = useState(connection);
  if (connection === "live" && shown !== "live") setShown("live");
  useEffect(() => {
    if (connection === "live") return;
    const timer = setTimeout(() => setShown(connection), BLIP_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return shown;
}

/** One word on how fresh the list is. The banner below explains it, where it needs explaining. */
export function ConnectionStatus({ connection }: { connection: Connection }) {
  const texts = usePanelTexts();
  const { title, body } = texts.meaning[connection];
  return (
    <p
      title={`${title} ${body}`}
      className="flex min-w-0 items-center gap-1.5 text-xs text-muted short:hidden"
      data-connection={connection}
    >
      <span
        aria-hidden="true"
        className={classNames(
          "size-2 shrink-0 rounded-full forced-color-adjust-none forced-colors:bg-[CanvasText]",
          LOOKS[connection].dot,
        )}
      />
      <span className="truncate">{texts.connection[connection]}</span>
    </p>
  );
}

interface ConnectionBannerProps {
  connection: Connection;
  /** Acknowledgements the server does not have yet. */
  unsent: number;
  onResume: () => void;
}

/** Says why the list may be out of date, what happens about it, and what you can do. Not there while all is well. */
export function ConnectionBanner({ connection, unsent, onResume }: ConnectionBannerProps) {
  const texts = usePanelTexts();
  const waiting = unsent > 0 ? texts.unsent(unsent) : "";
  if (connection === "live" && waiting === "") return null;
  const { icon: Icon, tone } = LOOKS[connection];
  const { title, body } = connection === "live" ? { title: "", body: "" } : texts.meaning[connection];
  const actions: Partial<Record<Connection, ReactNode>> = {
    paused: (
      <Button size="small" onClick={onResume}>
        {texts.resume}
      </Button>
    ),
    // The app shows its sign-in in place of a page that needs a session.
    "signed-out": (
      <Button size="small" onClick={() => window.location.reload()}>
        {texts.signIn}
      </Button>
    ),
  };
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
            {title !== "" && <strong className="font-semibold">{`${title} `}</strong>}
            <span className="text-ink">{`${body} ${waiting}`.trim()}</span>
          </p>
          {actions[connection]}
        </div>
      </div>
    </div>
  );
}
