import { Tabs } from "@base-ui/react/tabs";
import { CheckCheck, Keyboard, X } from "lucide-react";
import type { ComponentProps, RefObject } from "react";

import type { Connection, ListStatus } from "../../../lib/notifications/client";
import { cappedCount } from "../language/capped-count";
import { usePresentation } from "../presentation/presentation";
import { SettingsButton } from "../settings/settings-button";
import { usePanelTexts } from "../texts/use-panel-texts";
import { Button, IconButton } from "../ui/button";
import { classNames } from "../ui/class-names";
import { ConnectionStatus } from "./connection-state";

export interface PanelHeadingProps {
  heading: RefObject<HTMLHeadingElement | null>;
  headingId: string;
  onClose: () => void;
}

interface PanelHeaderProps extends PanelHeadingProps {
  unread: number;
  connection: Connection;
  onMarkAllRead: () => void;
  onHelp: () => void;
}

/** Two lines, and one where there is little height. */
export function PanelHeader(props: PanelHeaderProps) {
  const { heading, headingId, unread, connection, onMarkAllRead, onHelp, onClose } = props;
  const texts = usePanelTexts();

  return (
    <div className="shrink-0 border-b border-line short:flex short:flex-row-reverse short:items-end short:justify-between">
      <div className="flex min-h-12 items-center gap-x-3 ps-5 pe-2 pt-1.5 short:min-h-11 short:gap-0 short:ps-0 short:pt-0 short:pe-1">
        <Heading ref={heading} id={headingId} className="short:sr-only">
          {unread > 0 && <span className="sr-only">{` ${texts.countUnread(unread)}`}</span>}
        </Heading>
        <ConnectionStatus connection={connection} />
        <div className="ms-auto flex shrink-0 items-center">
          <IconButton
            icon={Keyboard}
            label={texts.keys.title}
            title={`${texts.keys.title} (?)`}
            className="pointer-coarse:hidden"
            aria-keyshortcuts="Shift+?"
            onClick={onHelp}
          />
          <SettingsButton />
          <IconButton icon={X} label={texts.close} onClick={onClose} />
        </div>
      </div>
      <div className="flex min-w-0 items-center justify-between gap-2 ps-3 pe-2 short:flex-1 short:ps-1 short:pe-0">
        <Tabs.List aria-label={texts.tabs.label} className="flex min-w-0 gap-1">
          <Tab value="unread" label={texts.tabs.unread} count={unread} />
          <Tab value="all" label={texts.tabs.all} count={0} />
        </Tabs.List>
        {unread > 0 && (
          <Button
            variant="ghost"
            size="small"
            className="min-w-9 pointer-coarse:h-11 pointer-coarse:min-w-11"
            aria-keyshortcuts="Shift+E"
            title={texts.markAllRead}
            onClick={onMarkAllRead}
          >
            <CheckCheck aria-hidden="true" className="size-4" />
            <span className="max-[25rem]:sr-only short:sr-only">{texts.markAllRead}</span>
          </Button>
        )}
      </div>
    </div>
  );
}

/** The header of a panel that could not be drawn: its name, and the way out. */
export function PlainPanelHeader({ heading, headingId, onClose }: PanelHeadingProps) {
  const texts = usePanelTexts();
  return (
    <div className="flex min-h-12 items-center justify-between border-b border-line ps-5 pe-2 pt-1.5">
      <Heading ref={heading} id={headingId} />
      <IconButton icon={X} label={texts.close} onClick={onClose} />
    </div>
  );
}

function Heading({ className, children, ...rest }: ComponentProps<"h2">) {
  const texts = usePanelTexts();
  return (
    <h2
      {...rest}
      tabIndex={-1}
      className={classNames("rounded-md text-[1.0625rem] font-semibold tracking-tight outline-offset-4", className)}
    >
      <span>{texts.notifications}</span>
      {children}
    </h2>
  );
}

function Tab({ value, label, count }: { value: ListStatus; label: string; count: number }) {
  const { language } = usePresentation();
  return (
    <Tabs.Tab
      value={value}
      className="group/tab -mb-px flex h-10 min-w-11 items-center justify-center gap-1.5 border-b-2 border-transparent px-2 text-sm font-medium text-muted transition-colors select-none hover:text-ink focus-visible:-outline-offset-2 data-active:border-ink data-active:text-ink pointer-coarse:h-11 forced-colors:border-b-0 forced-colors:data-active:border-b-4 forced-colors:data-active:border-[Highlight]"
    >
      <span className="truncate">{label}</span>
      {count > 0 && (
        <span className="rounded-full bg-accent-soft px-1.5 py-0.5 text-xs leading-4 font-semibold text-accent tabular-nums forced-colors:border">
          {cappedCount(count, language)}
        </span>
      )}
    </Tabs.Tab>
  );
}
