"use client";

import { Fragment, type KeyboardEvent, useMemo, useRef } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";

import { ErrorBoundary, isUnread, type ListStatus } from "../../../lib/notifications/client";
import { NotificationItem } from "../item/notification-item";
import { PlainItem } from "../item/plain-item";
import { usePanelTexts } from "../texts/use-panel-texts";
import { useSwipe } from "../ui/use-swipe";
import { CurrentDay } from "./current-day";
import { DayHeading } from "./day-heading";
import { LIST_KEYSHORTCUTS } from "./list-command";
import { pressInList } from "./list-keys";
import { NewerPill } from "./newer-pill";
import { NotificationRow, RowsContext } from "./notification-row";
import { OlderEnd } from "./older-end";
import { useNewer } from "./use-newer";
import { useRovingFocus } from "./use-roving-focus";
import { useShift } from "./use-shift";
import { isPresent, type Shown } from "./with-leaving";

/** So many of the newest are always in the document, for the browser's own search; beyond them what is on screen and around. */
const SEARCHABLE = 200;
const AT_TOP_PX = 4;

export interface NotificationListProps {
  status: ListStatus;
  shown: readonly Shown[];
  /** All there are, the ones not loaded included; -1 when nobody knows. */
  size: number;
  /** Id of the first row in sight, null at the top of the list. */
  reading: string | null;
  onReading: (id: string | null) => void;
  onAcknowledge: (id: string) => void;
  onAcknowledgeAll: () => void;
  /** A link was followed in this tab. */
  onLeave: () => void;
  onHelp: () => void;
  hasOlder: boolean;
  olderFailed: boolean;
  loadOlder: () => Promise<void>;
  onRetryOlder: () => void;
}

/** Notifications, newest first, under the days they came on. A feed (ARIA): articles, of which more come while reading on. */
export function NotificationList(props: NotificationListProps) {
  const { status, shown, size, reading, onReading, onAcknowledge, onAcknowledgeAll, onLeave, onHelp } = props;
  const texts = usePanelTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const feed = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);

  const atTop = reading === null;
  const rowIds = useMemo(() => shown.map(({ notification }) => notification.id), [shown]);
  const ids = useMemo(() => shown.filter(isPresent).map(({ notification }) => notification.id), [shown]);
  const { activeId, focusId, ...focusEvents } = useRovingFocus(feed, ids);
  const shift = useShift(rowIds) && !atTop;
  const newer = useNewer(shown, atTop);
  const activeRow = activeId === null ? -1 : rowIds.indexOf(activeId);
  const keepMounted = useMemo(
    () => [...Array(Math.min(SEARCHABLE, rowIds.length)).keys(), ...(activeRow >= SEARCHABLE ? [activeRow] : [])],
    [rowIds.length, activeRow],
  );
  const rows = useMemo(() => ({ shown, ids, size, activeId }), [shown, ids, size, activeId]);

  function firstInSight(): string | null {
    const list = virtualizer.current;
    if (list === null || list.scrollOffset <= AT_TOP_PX) return null;
    return rowIds[list.findItemIndex(list.scrollOffset)] ?? null;
  }

  function goTo(index: number) {
    const id = ids[Math.max(0, Math.min(ids.length - 1, index))];
    if (id !== undefined) focusId(id);
  }

  function goPage(direction: 1 | -1) {
    const list = virtualizer.current;
    if (list === null || activeId === null) return;
    const row = list.findItemIndex(list.getItemOffset(activeRow) + direction * list.viewportSize);
    const [from, to] = [ids.indexOf(activeId), ids.indexOf(rowIds[row] ?? "")];
    goTo(direction === 1 ? Math.max(from + 1, to) : Math.min(from - 1, Math.max(0, to)));
  }

  const press = (event: KeyboardEvent<HTMLElement>) =>
    pressInList(event, {
      step: (by) => goTo(ids.indexOf(activeId ?? "") + by),
      page: goPage,
      acknowledge: () => {
        const active = shown[activeRow]?.notification;
        if (active && isUnread(active)) onAcknowledge(active.id);
      },
      acknowledgeAll: onAcknowledgeAll,
      help: onHelp,
    });

  useSwipe(feed, {
    towards: "start",
    target: (touched) => touched.closest<HTMLElement>("[data-swipe]"),
    onCommit: ({ dataset }) => dataset["swipe"] !== undefined && onAcknowledge(dataset["swipe"]),
  });

  function showNewest() {
    scroller.current?.scrollTo({ top: 0 });
    goTo(0);
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ErrorBoundary>
        <CurrentDay scroller={scroller} virtualizer={virtualizer} rows={shown} atTop={atTop} />
      </ErrorBoundary>
      <NewerPill count={newer} onPress={showNewest} />
      <div
        ref={scroller}
        // Its rows take the keys. Firefox would make a tab stop of whatever scrolls.
        tabIndex={-1}
        className="min-h-0 flex-1 touch-pan-y overflow-x-clip overflow-y-auto overscroll-contain pb-[env(safe-area-inset-bottom)]"
      >
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the articles, which bubble */}
        <div
          ref={feed}
          role="feed"
          aria-label={texts.list[status]}
          aria-keyshortcuts={LIST_KEYSHORTCUTS}
          onKeyDown={press}
          {...focusEvents}
        >
          <RowsContext value={rows}>
            <Virtualizer
              ref={virtualizer}
              scrollRef={scroller}
              data={shown}
              item={NotificationRow}
              keepMounted={keepMounted}
              shift={shift}
              onScroll={(offset) => {
                if (atTop !== offset <= AT_TOP_PX) onReading(firstInSight());
              }}
              onScrollEnd={() => onReading(firstInSight())}
            >
              {({ notification, presence }, index) => (
                // An empty row is another element: virtua corrects the place for one that changed both its index and its height
                // only while it knows of a shift.
                <Fragment key={presence === "gone" ? `${notification.id} gone` : notification.id}>
                  {presence !== "gone" && (
                    <ErrorBoundary
                      resetOn={notification}
                      fallback={<PlainItem notification={notification} onAcknowledge={onAcknowledge} />}
                    >
                      <DayHeading rows={shown} index={index} />
                      <NotificationItem
                        notification={notification}
                        presence={presence}
                        onAcknowledge={onAcknowledge}
                        onLeave={onLeave}
                      />
                    </ErrorBoundary>
                  )}
                </Fragment>
              )}
            </Virtualizer>
          </RowsContext>
        </div>
        <OlderEnd
          scroller={scroller}
          hasOlder={props.hasOlder}
          failed={props.olderFailed}
          loadOlder={props.loadOlder}
          onRetry={() => {
            props.onRetryOlder();
            // The button goes: reading goes on where it stopped.
            goTo(Infinity);
          }}
        />
      </div>
    </div>
  );
}
