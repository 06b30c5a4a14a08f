import { Fragment, type KeyboardEvent, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";

import { ErrorBoundary, isUnread, type ListStatus, type Notifications } from "../../../lib/notifications/client";
import { PlainItem } from "../item/item-row";
import { NotificationItem } from "../item/notification-item";
import { usePanelTexts } from "../texts/use-panel-texts";
import { useSwipe } from "../ui/use-swipe";
import { CurrentDay, DayHeading } from "./day-headings";
import { LIST_KEYSHORTCUTS, pressInList } from "./list-keys";
import { NewerPill } from "./newer-pill";
import { Moving, NotificationRow, RowsContext } from "./notification-row";
import { OlderEnd } from "./older-end";
import { isPresent, type Shown } from "./use-lingering";
import { useRovingFocus } from "./use-roving-focus";

/** So many of the newest are always in the document, for the browser's own search. Of the others, those on screen and around it. */
const SEARCHABLE = 200;
const AT_TOP_PX = 4;

export interface NotificationListProps {
  status: ListStatus;
  notifications: Notifications;
  shown: readonly Shown[];
  /** Id of the first row in sight, null at the top of the list. */
  reading: string | null;
  onReading: (id: string | null) => void;
  onAcknowledge: (id: string) => void;
  onAcknowledgeAll: () => void;
  /** A link was followed in this tab. */
  onLeave: () => void;
  onHelp: () => void;
}

/** Notifications, newest first, under the days they came on. A feed (ARIA): articles, of which more come while reading on. */
export function NotificationList(props: NotificationListProps) {
  const { status, notifications, shown, reading, onReading, onAcknowledge, onAcknowledgeAll, onLeave, onHelp } = props;
  const texts = usePanelTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const feed = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);

  const atTop = reading === null;
  const size = sizeOf(notifications, status);
  const rowIds = useMemo(() => shown.map(({ notification }) => notification.id), [shown]);
  const ids = useMemo(() => shown.filter(isPresent).map(({ notification }) => notification.id), [shown]);
  const { activeId, focusId, ...focusEvents } = useRovingFocus(feed, ids);
  const shift = useShift(rowIds) && !atTop;
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

  const swipe = useSwipe({
    towards: "start",
    target: (touched) => touched.closest<HTMLElement>("[data-swipe]"),
    onCommit: ({ dataset }) => dataset["swipe"] !== undefined && onAcknowledge(dataset["swipe"]),
  });

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ErrorBoundary>
        <CurrentDay scroller={scroller} virtualizer={virtualizer} rows={shown} atTop={atTop} />
      </ErrorBoundary>
      <NewerPill
        rows={shown}
        atTop={atTop}
        onPress={() => {
          scroller.current?.scrollTo({ top: 0 });
          goTo(0);
        }}
      />
      <div
        ref={scroller}
        // Its rows take the keys. Firefox makes a tab stop of an element that scrolls.
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
          {...swipe}
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
                // An empty row has another key: where both index and height of a row change, virtua corrects the place only
                // while it knows of a shift.
                <Fragment key={presence === "gone" ? `${notification.id} gone` : notification.id}>
                  {presence !== "gone" && (
                    <ErrorBoundary
                      resetOn={notification}
                      fallback={<PlainItem notification={notification} onAcknowledge={onAcknowledge} />}
                    >
                      <DayHeading rows={shown} index={index} />
                      <Moving presence={presence}>
                        <NotificationItem notification={notification} onAcknowledge={onAcknowledge} onLeave={onLeave} />
                      </Moving>
                    </ErrorBoundary>
                  )}
                </Fragment>
              )}
            </Virtualizer>
          </RowsContext>
        </div>
        <OlderEnd
          scroller={scroller}
          hasOlder={notifications.hasOlder}
          failed={notifications.failure?.of === "loading-older"}
          loadOlder={notifications.loadOlder}
          onRetry={() => {
            // Without the failure the end of the list asks again. The button goes, so focus returns to the last row.
            notifications.dismissFailure();
            goTo(Infinity);
          }}
        />
      </div>
    </div>
  );
}

/** How many there are, the ones not loaded included; -1 when nobody knows. */
function sizeOf({ hasOlder, unread, notifications }: Notifications, status: ListStatus): number {
  if (!hasOlder) return notifications.length;
  return status === "unread" ? unread : -1;
}

/** Whether rows came on top, and only there. Virtua's `shift` then holds the rows in sight in their place. */
function useShift(ids: readonly string[]): boolean {
  const [state, setState] = useState({ ids, shift: false });
  if (state.ids !== ids) {
    const came = ids.length - state.ids.length;
    setState({ ids, shift: came > 0 && state.ids[0] !== undefined && ids[came] === state.ids[0] });
  }
  return state.shift;
}
