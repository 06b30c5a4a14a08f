import { Check } from "lucide-react";
import { memo, type ReactNode } from "react";

import { isUnread } from "../../../lib/notifications/client";
import { usePanelTexts } from "../texts/use-panel-texts";
import { classNames } from "../ui/class-names";
import { CustomContent } from "./custom-content";
import { type ItemProps, ItemRow } from "./item-row";
import { linkHost } from "./link-address";
import { NotificationDetails } from "./notification-details";
import { NotificationLink } from "./notification-link";
import { NotificationMessage } from "./notification-message";
import { TypeIcon } from "./type-icon";

interface NotificationItemProps extends ItemProps {
  /** A link was followed in this tab. */
  onLeave: () => void;
}

/** One notification of the list. Following its link acknowledges it. A new field of the contract is drawn here. */
export const NotificationItem = memo(function NotificationItem(props: NotificationItemProps) {
  const { notification, onAcknowledge, onLeave } = props;
  const { id, type, message, link } = notification;
  const unread = isUnread(notification);
  const inLink = (content: ReactNode) =>
    link === undefined ? (
      content
    ) : (
      <NotificationLink href={link} tabIndex={-1} onFollow={() => unread && onAcknowledge(id)} onLeave={onLeave}>
        {content}
      </NotificationLink>
    );

  return (
    <SwipeArea id={unread ? id : undefined}>
      <ItemRow
        notification={notification}
        onAcknowledge={onAcknowledge}
        icon={<TypeIcon type={type} muted={!unread} />}
        className={classNames(
          "bg-raised transition-[background-color,translate] duration-(--motion-base) ease-arrive",
          "translate-x-(--swipe) group-data-swiping/swipe:transition-none",
          link !== undefined && "hover:bg-hover",
        )}
      >
        <div className="flex min-w-0 flex-1 flex-col">
          <CustomContent
            notification={notification}
            renderFrame={(content) => (
              <div id={`${id}-message`}>
                <div>{content}</div>
                {link !== undefined && inLink(<span className="sr-only">{message}</span>)}
              </div>
            )}
          >
            <NotificationMessage id={`${id}-message`} text={message} unread={unread}>
              {inLink(message)}
            </NotificationMessage>
          </CustomContent>
          <NotificationDetails id={`${id}-details`} notification={notification} host={linkHost(link)} />
        </div>
      </ItemRow>
    </SwipeArea>
  );
});

interface SwipeAreaProps {
  /** Id of a notification that a swipe acknowledges. */
  id: string | undefined;
  children: ReactNode;
}

/** The children follow the finger; the part under them says what letting go will do. */
function SwipeArea({ id, children }: SwipeAreaProps) {
  const texts = usePanelTexts();
  return (
    <div data-swipe={id} className="group/swipe relative mx-1 [--swipe:0px] overflow-clip rounded-xl">
      <div
        aria-hidden="true"
        className="absolute inset-0 hidden items-center justify-end gap-2 bg-sunken pe-4 text-[0.8125rem] font-semibold text-muted group-data-[swiping=commits]/swipe:bg-leaf group-data-[swiping=commits]/swipe:text-raised group-data-swiping/swipe:flex"
      >
        <Check className="size-5 transition-[scale] group-data-[swiping=commits]/swipe:scale-125" />
        <span className="max-w-[35%]">{texts.markRead}</span>
      </div>
      {children}
    </div>
  );
}
