import { CloudOff, History, Inbox } from "lucide-react";
import { useState } from "react";

import { useAcknowledgement } from "../announcer/use-acknowledgement";
import { NotificationList, type NotificationListProps } from "../list/notification-list";
import { useLingering } from "../list/use-lingering";
import { usePanelTexts } from "../texts/use-panel-texts";
import { ListSkeleton, PanelPlaceholder } from "./placeholders";

type PanelBodyProps = Pick<
  NotificationListProps,
  "status" | "notifications" | "onAcknowledgeAll" | "onLeave" | "onHelp"
>;

/** One of the lists, or a placeholder. */
export function PanelBody(props: PanelBodyProps) {
  const { notifications } = props;
  const texts = usePanelTexts();
  switch (notifications.status) {
    case "loading":
      return <ListSkeleton />;
    case "error":
      return (
        <PanelPlaceholder icon={CloudOff} title={texts.notLoaded.title} onRetry={() => void notifications.reload()}>
          {texts.notLoaded.body}
        </PanelPlaceholder>
      );
    case "ready":
      return <ReadyList {...props} />;
  }
}

function ReadyList(props: PanelBodyProps) {
  const { status, notifications } = props;
  const texts = usePanelTexts();
  const { acknowledge } = useAcknowledgement();
  const [reading, setReading] = useState<string | null>(null);
  const shown = useLingering(notifications.notifications, reading);

  if (shown.length === 0 && !notifications.hasOlder && (status === "all" || notifications.unread === 0)) {
    if (reading !== null) setReading(null);
    const { title, body } = texts[status === "all" ? "none" : "noneUnread"];
    return (
      <PanelPlaceholder icon={status === "all" ? History : Inbox} title={title}>
        {body}
      </PanelPlaceholder>
    );
  }
  return (
    <NotificationList {...props} shown={shown} reading={reading} onReading={setReading} onAcknowledge={acknowledge} />
  );
}
