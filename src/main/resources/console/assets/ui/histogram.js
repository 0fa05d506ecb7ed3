// Executions over time as stacked bars, in which a range can be dragged.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { exact, millis, useZone, zone } from '../lib/time.js';
import { count } from './basic.js';
import { paint, STATES } from './states.js';

const HEIGHT = 96;
const FOOT = 18;
// From the ground up.
const ORDER = ['good', 'idle', 'odd', 'busy', 'bad'];

/**
 * of: an answer of /api/executions/histogram; onSelect({from, to}) in milliseconds, at the bounds of bars, is called
 * when a range was dragged or a bar was clicked.
 */
export function Histogram({ of, onSelect }) {
  useZone();
  const box = useRef(null);
  const [width, setWidth] = useState(0);
  const [drag, setDrag] = useState(null);
  const [at, setAt] = useState(null);
  useEffect(() => {
    const sizes = new ResizeObserver(() => setWidth(box.current?.clientWidth ?? 0));
    sizes.observe(box.current);
    return () => sizes.disconnect();
  }, []);
  const bars = barsOf(of);
  const step = width / bars.length;
  const most = Math.max(1, ...bars.map((bar) => bar.total));
  const indexOf = (event) => Math.max(0, Math.min(bars.length - 1,
    Math.floor((event.clientX - box.current.getBoundingClientRect().left) / step)));
  const down = (event) => {
    if (event.button === 0) {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: indexOf(event), to: indexOf(event) });
    }
  };
  const move = (event) => {
    setAt(indexOf(event));
    setDrag((now) => now && { ...now, to: indexOf(event) });
  };
  const up = () => {
    if (drag) {
      const [first, last] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      onSelect({ from: bars[first].at, to: bars[last].at + bars.width });
    }
    setDrag(null);
  };
  const shown = at === null ? null : bars[at];
  const total = bars.reduce((sum, bar) => sum + bar.total, 0);
  const summary = `${of.sampled ? 'about ' : ''}${count(total)} created, one bar is ${widthText(bars.width)}`;
  return html`<figure class="histogram">
    <figcaption><span>${shown ? barText(shown, bars.width) : summary}</span>
      ${of.sampled && html`<span class="state odd"
        title="There are too many to count each time: the bars are estimates from a
        random sample.">sampled</span>`}
      <span class="legend">${legend(bars).map(([state, n]) => html`<span key=${state}><i class=${paint(state)}></i>${
        state} <span class="num muted">${count(n)}</span></span>`)}</span></figcaption>
    <div ref=${box} class="histogram-box" onPointerDown=${down} onPointerMove=${move} onPointerUp=${up}
      onPointerCancel=${() => setDrag(null)} onPointerLeave=${() => setAt(null)}>
      ${width > 0 && html`<svg width=${width} height=${HEIGHT + FOOT} role="img"
          aria-label=${`Executions over time: ${summary}, the highest is ${count(most)}`}>
        <line class="grid" x1="0" x2=${width} y1=${HEIGHT / 2 + .5} y2=${HEIGHT / 2 + .5} />
        <line class="grid" x1="0" x2=${width} y1=${HEIGHT + .5} y2=${HEIGHT + .5} />
        <text class="most" x=${width - 2} y="10">${count(most)}</text>
        ${bars.map((bar, index) => barOf(bar, index * step, step, most, at === index))}
        ${drag && html`<rect class="drag" x=${Math.min(drag.from, drag.to) * step} y="0" height=${HEIGHT}
          width=${(Math.abs(drag.to - drag.from) + 1) * step} />`}
        ${ticks(bars, width).map((tick) => html`<text class="tick" x=${tick.x} y=${HEIGHT + 13}>${tick.text}</text>`)}
      </svg>`}</div></figure>`;
}

function barsOf(of) {
  const width = millis(of.width);
  const first = Math.floor(Date.parse(of.from) / width) * width;
  const last = Date.parse(of.to);
  const found = new Map(of.buckets.map((bucket) => [Date.parse(bucket.at), bucket.counts]));
  const bars = [];
  for (let at = first; at < last; at += width) {
    const counts = found.get(at) ?? {};
    bars.push({ at, counts, total: Object.values(counts).reduce((sum, n) => sum + n, 0) });
  }
  bars.width = width;
  return bars;
}

function barOf(bar, x, step, most, marked) {
  let top = HEIGHT;
  const parts = ORDER.map((name) => [name, STATES.filter((state) => paint(state) === name)
    .reduce((sum, state) => sum + (bar.counts[state] ?? 0), 0)]).filter(([, n]) => n > 0);
  return html`<g class=${marked ? 'marked' : ''}>${parts.map(([name, n]) => {
    // A single failure among thousands is still seen.
    const high = Math.max(2, (n / most) * (HEIGHT - 14));
    top -= high;
    return html`<rect class=${name} x=${x + (step > 4 ? .5 : 0)} y=${top}
      width=${Math.max(.5, step - (step > 4 ? 1 : 0))}
      height=${high} />`;
  })}</g>`;
}

function legend(bars) {
  return STATES.map((state) => [state, bars.reduce((sum, bar) => sum + (bar.counts[state] ?? 0), 0)])
    .filter(([, n]) => n > 0);
}

function widthText(ms) {
  const units = [[86400000, 'd'], [3600000, 'h'], [60000, 'min'], [1000, 's']];
  const [size, unit] = units.find(([one]) => ms >= one);
  return `${ms / size} ${unit}`;
}

function barText(bar, width) {
  const parts = STATES.filter((state) => bar.counts[state]).map((state) => `${count(bar.counts[state])} ${state}`);
  return `${exact(new Date(bar.at).toISOString())} + ${widthText(width)}: ${parts.join(', ') || 'none'}`;
}

function ticks(bars, width) {
  const each = Math.max(1, Math.ceil(bars.length / Math.max(1, Math.floor(width / 90))));
  const days = bars.length * bars.width > 2 * 86400000;
  const format = new Intl.DateTimeFormat('en-GB', days ? { day: '2-digit', month: 'short', timeZone: zone(),
    ...(bars.width < 86400000 && { hour: '2-digit', minute: '2-digit' }) }
    : { hour: '2-digit', minute: '2-digit', ...(bars.width < 60000 && { second: '2-digit' }), timeZone: zone() });
  return bars.map((bar, index) => ({ x: (index * width) / bars.length, text: format.format(bar.at), index }))
    .filter((tick) => tick.index % each === 0 && tick.x < width - 7 * tick.text.length);
}
