import { type ReactNode, Suspense } from "react";

import { ErrorBoundary } from "../../../lib/notifications/client";
import type { ListedNotification } from "../../../lib/notifications/contract";
import { usePresentation } from "../presentation/presentation";

interface CustomContentProps {
  notification: ListedNotification;
  /** Puts the app's content in its place. */
  renderFrame: (content: ReactNode) => ReactNode;
  /** The content without the app. */
  children: ReactNode;
}

/** The app's own content for a type. The children if there is none, if it throws, and while it is not ready. */
export function CustomContent({ notification, renderFrame, children }: CustomContentProps) {
  const { renderers } = usePresentation();
  const render = renderers.get(notification.type);
  if (render === undefined) return children;
  return (
    <ErrorBoundary fallback={children} resetOn={notification}>
      <Suspense fallback={children}>
        <Rendered content={() => render(notification)} renderFrame={renderFrame}>
          {children}
        </Rendered>
      </Suspense>
    </ErrorBoundary>
  );
}

interface RenderedProps extends Pick<CustomContentProps, "renderFrame" | "children"> {
  content: () => ReactNode;
}

/** A component, so that the boundaries around it see what the app's function throws. */
function Rendered({ content, renderFrame, children }: RenderedProps) {
  const rendered = content() ?? null;
  return rendered === null ? children : renderFrame(rendered);
}
