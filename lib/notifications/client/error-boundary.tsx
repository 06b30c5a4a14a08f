"use client";

import { Component, type ReactNode } from "react";

interface State {
  failed: boolean;
}

interface ErrorBoundaryProps {
  /** What is shown in place of children that threw. */
  fallback?: ReactNode;
  /** The same, where it holds a button that draws them again. */
  renderFallback?: (retry: () => void) => ReactNode;
  /** The children are drawn again when this is another value. */
  resetOn?: unknown;
  onError?: () => void;
  children: ReactNode;
}

/**
 * Keeps an error of its children, thrown while drawing or in an effect, from the page around them. React reports it once
 * (`onCaughtError` of the root, which is `console.error`). Next's own boundary passes a `redirect()` on to the page: this
 * one does not.
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
