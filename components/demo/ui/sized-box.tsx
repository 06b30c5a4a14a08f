interface SizedBoxProps {
  /** A length or percentage of CSS. */
  width?: string;
  height?: string;
  className?: string;
}

/** An empty box whose size is data. In attributes, since our Content-Security-Policy allows no `style` in a page's HTML. */
export function SizedBox({ width = "100%", height = "100%", className }: SizedBoxProps) {
  return <svg aria-hidden="true" width={width} height={height} className={className} />;
}
