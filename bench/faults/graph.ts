interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly { readonly name: string; readonly colour: string; readonly values: readonly number[] }[];
}

const WIDTH = 760;
const LEFT = 64;
const RIGHT = 16;
const PANEL = 110;
const GAP = 34;
const TOP = 14;

/** Small panels one above the other, all over the same time: plain SVG that reads on light and dark pages. */
export function graph(seconds: readonly number[], curves: readonly Curve[]): string {
  const height = TOP + curves.length * (PANEL + GAP) + 22;
  const end = Math.max(1, ...seconds);
  const x = (at: number) => LEFT + ((WIDTH - LEFT - RIGHT) * at) / end;
  const panels = curves.map((curve, index) => panel(curve, seconds, x, TOP + index * (PANEL + GAP) + 16));
  const foot = TOP + curves.length * (PANEL + GAP) + 8;
  const every = end > 600 ? 300 : 60;
  const ticks = Array.from({ length: Math.floor(end / every) + 1 }, (_, index) => index * every).map((at) =>
    label(x(at), foot, `${at / 60} min`, 'middle'),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="what" font-family="system-ui, sans-serif" font-size="11">`,
    '<title id="what">What the bot used and how soon it answered, over time</title>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...panels,
    ...ticks,
    '</svg>\n',
  ].join('\n');
}

function panel(curve: Curve, seconds: readonly number[], x: (at: number) => number, top: number): string {
  const most = niceAbove(Math.max(1, ...curve.lines.flatMap(({ values }) => values.filter(Number.isFinite))));
  const y = (value: number) => top + PANEL - (PANEL * value) / most;
  const levels = [0, most / 2, most].flatMap((value) => [
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#d9dde3"/>`,
    label(LEFT - 6, y(value) + 4, String(value), 'end'),
  ]);
  const lines = curve.lines.map(({ values, colour }) => {
    const points = values.flatMap((value, index) =>
      Number.isFinite(value) ? [`${x(seconds[index] ?? 0).toFixed(1)},${y(value).toFixed(1)}`] : [],
    );
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.join(' ')}"/>`;
  });
  let at = LEFT;
  const legend = curve.lines.map(({ name, colour }) => {
    const text = `<text x="${at}" y="${top - 5}" fill="${colour}">${name}</text>`;
    at += 8 + name.length * 6.5;
    return text;
  });
  const title = curve.lines.length > 1 ? legend.join('') : label(LEFT, top - 5, `${curve.title}`, 'start');
  return [...levels, title, label(WIDTH - RIGHT, top - 5, curve.unit, 'end'), ...lines].join('\n');
}

const label = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#3b4350">${text}</text>`;

/** 1, 2 or 5 times a power of ten, not below the value. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= value) ?? value;
}
