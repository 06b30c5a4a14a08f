"use client";

import { Component, type ReactNode } from "react";

interface State {
  failed: boolean;
}

interface ErrorBoundaryProps {
  /** Shown in place of children that threw. */
  fallback?: ReactNode;
  /** The same, with a way to draw the children again. */
  renderFallback?: (retry: () => void) => ReactNode;
  /** Draws the children again when this value changes. */
  resetOn?: unknown;
  onError?: () => void;
  children: ReactNode;
}

/**
 * Keeps an error that its children throw, while drawing or in an effect, from the page around them. React reports it once
 * (`onCaughtError` of the root, which is `console.error`). Unlike Next's own boundary, it does not pass a `redirect()` on.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override state: State = { failed: false };

  override componentDidCatch(): void {
    this.props.onError?.();
  }

  override componentDidUpdate({ resetOn }: ErrorBoundaryProps, { failed }: State): void {
    if (failed && resetOn !== this.props.resetOn) this.retry();
  }

  readonly retry = (): void => this.setState({ failed: false });

  override render(): ReactNode {
    const { fallback = null, renderFallback, children } = this.props;
    if (!this.state.failed) return children;
    return renderFallback?.(this.retry) ?? fallback;
  }
}
