import { quantityInWords } from "./in-words";
import type { Row } from "./row";
import { largest } from "./statistics";

/** What is shown, each beside the others: less is better in all of them. */
const PANELS = [
  { workload: "opening", figure: "time" },
  { workload: "opening", figure: "memory of an idle stream" },
  { workload: "batches", figure: "p99" },
  { workload: "batches", figure: "CPU an event" },
  { workload: "broadcast", figure: "last" },
  { workload: "storm", figure: "caught up" },
] as const;

const COLUMNS = 2;
const WIDTH = 960;
const MARGIN = 20;
const LABEL_WIDTH = 210;
const VALUE_WIDTH = 70;
const BAR_HEIGHT = 14;
const LINE_HEIGHT = 20;
const TITLE_HEIGHT = 28;

/** Colours for a light and for a dark page, on a ground of its own: which of them a page is, a picture in it cannot know. */
const STYLE = `
  svg { --ground: #ffffff; --text: #1f2328; --quiet: #59636e; --bar: #c8d1da; --ours: #0969da; }
  @media (prefers-color-scheme: dark) {
    svg { --ground: #0d1117; --text: #f0f6fc; --quiet: #9198a1; --bar: #3d444d; --ours: #4493f8; }
  }
  text { font: 12px system-ui, sans-serif; fill: var(--text); }
  text.title { font-size: 13px; font-weight: 600; }
  text.quiet { fill: var(--quiet); }
  text.ours { font-weight: 600; }
  rect { fill: var(--bar); }
  rect.ours { fill: var(--ours); }
  rect.ground { fill: var(--ground); }
`;

/** Small multiples of horizontal bars, as SVG, with a bar for each contender in its rows; `ours` stands out. */
export function picture(rows: readonly Row[], ours: string): string {
  const panels = PANELS.map((panel) => panelOf(rows, panel)).filter(({ bars }) => bars.length > 0);
  const panelHeight = TITLE_HEIGHT + LINE_HEIGHT * Math.max(...panels.map(({ bars }) => bars.length)) + MARGIN;
  const panelWidth = (WIDTH - MARGIN) / COLUMNS;
  const height = MARGIN + panelHeight * Math.ceil(panels.length / COLUMNS);
  const drawn = panels.map((panel, index) => {
    const x = MARGIN + panelWidth * (index % COLUMNS);
    const y = MARGIN + panelHeight * Math.floor(index / COLUMNS);
    return `<g transform="translate(${x} ${y})">${drawPanel(panel, ours, panelWidth - MARGIN)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>Results of npm run bench: less is better</title>
<style>${STYLE}</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="6"/>
${drawn.join("\n")}
<text class="quiet" x="${MARGIN}" y="${height - MARGIN / 2}">Less is better.</text>
</svg>
`;
}

interface Bar {
  contender: string;
  value: number;
  words: string;
}

interface Panel {
  title: string;
  bars: Bar[];
}

function panelOf(rows: readonly Row[], { workload, figure }: (typeof PANELS)[number]): Panel {
  const measured = rows.filter((row) => row.workload === workload);
  const bars = measured.flatMap(({ contender, figures }) => {
    const quantity = figures[figure];
    return quantity ? [{ contender, value: quantity.value, words: quantityInWords(quantity) }] : [];
  });
  return { title: `${measured[0]?.title}: ${figure}`, bars };
}

function drawPanel({ title, bars }: Panel, ours: string, width: number): string {
  const longest = largest(bars.map(({ value }) => value));
  const lines = bars.map(({ contender, value, words }, index) => {
    const y = TITLE_HEIGHT + LINE_HEIGHT * index;
    const length = Math.max(1, ((width - LABEL_WIDTH - VALUE_WIDTH) * value) / longest);
    const className = contender === ours ? "ours" : "quiet";
    return `<text class="${className}" x="${LABEL_WIDTH - 8}" y="${y + 11}" text-anchor="end">${escape(contender)}</text>
<rect class="${className}" x="${LABEL_WIDTH}" y="${y}" width="${length.toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>
<text class="${className}" x="${(LABEL_WIDTH + length + 6).toFixed(1)}" y="${y + 11}">${escape(words)}</text>`;
  });
  return `<text class="title" y="12">${escape(title)}</text>\n${lines.join("\n")}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
