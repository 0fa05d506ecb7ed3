// Plots over time, by uPlot, which is loaded when the first of them is shown.
import { html, useEffect, useLayoutEffect, useRef } from '../lib/html.js';
import { clock, useZone } from '../lib/time.js';

let loading;

/** Loads uPlot, for a view that shows plots as soon as it has their data. */
export function library() {
  loading ??= new Promise((resolve, reject) => {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = new URL('../vendor/uPlot.min.css', import.meta.url).href;
    document.head.append(style);
    const script = document.createElement('script');
    script.src = new URL('../vendor/uPlot.iife.min.js', import.meta.url).href;
    script.onload = () => resolve(window.uPlot);
    script.onerror = () => reject(new Error('uPlot was not loaded'));
    document.head.append(script);
  });
  return loading;
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/**
 * data: [seconds, values, values…], null where nothing is known; series: [{name, colour: 'plot-1'…, unit}];
 * onSelect({from, to}) in milliseconds makes the plot one to drag a range in; bars draws bars, stacked by the caller.
 * bare leaves caption and legend to the caller; span shows so many seconds up to the last, however few are known;
 * a series with fill is an area, one with bars is drawn as bars, for what happens now and then;
 * soft lets one recede behind the others.
 */
export function Plot({ title, data, series, height = 120, format = (v) => v, onSelect, bars, bare, span }) {
  const box = useRef(null);
  const plot = useRef(null);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const zone = useZone();
  const select = useRef(onSelect);
  select.current = onSelect;
  const shape = JSON.stringify([series, height, bars, zone, bare, span]);
  useLayoutEffect(() => {
    let gone = false;
    const make = async () => {
      // all plots of a page look at it before the first of them changes it
      const width = box.current.clientWidth;
      const strokes = series.map(strokeOf);
      const axis = { stroke: colour('muted'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false },
        font: '11px system-ui', size: 26 };
      const uPlot = await library();
      if (gone) {
        return;
      }
      plot.current?.destroy();
      plot.current = new uPlot({
        width, height, legend: { show: series.length > 1 && !bare, live: false },
        tzDate: zone ? (s) => uPlot.tzDate(new Date(s * 1000), zone) : undefined,
        cursor: { drag: { x: Boolean(onSelect), y: false, setScale: false }, points: { size: 5 } },
        hooks: { setSelect: [(u) => {
          if (u.select.width > 3) {
            select.current?.({ from: 1000 * u.posToVal(u.select.left, 'x'),
              to: 1000 * u.posToVal(u.select.left + u.select.width, 'x') });
          }
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        }] },
        ...(bare ? { padding: [6, 8, 0, 0] } : {}),
        axes: [bare ? { ...axis, size: 20, space: 80, values: (u, values) => values.map((v) => clock(1000 * v).slice(0,
            5)) }
          : axis, { ...axis, size: bare ? 46 : 56, space: bare ? 24 : 30,
          values: (u, values) => distinct(values.map((v) => (v === null ? '' : format(v)))) }],
        scales: { x: span ? { range: (u, least, most) => [most - span, most] } : {},
          y: { range: (u, least, most) => [Math.min(0, least ?? 0), (most ?? 0) > 0 ? most * 1.08 : 1] } },
        series: [{}, ...series.map((one, at) => ({ label: one.name, stroke: strokes[at], width: 1.5,
          fill: fillOf(one, strokes[at], bars), points: { show: false },
          paths: bars || one.bars ? uPlot.paths.bars({ size: [0.9, 60] }) : undefined }))],
      }, box.current.data, box.current);
    };
    make();
    const sizes = new ResizeObserver(() => {
      const width = box.current.clientWidth;
      if (plot.current && plot.current.width !== width) {
        plot.current.setSize({ width, height });
      }
    });
    sizes.observe(box.current);
    dark.addEventListener('change', make);
    return () => {
      gone = true;
      sizes.disconnect();
      dark.removeEventListener('change', make);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => {
    box.current.data = data;
    plot.current?.setData(data);
  }, [data]);
  const last = data.slice(1).map((values) => values.findLast?.((v) => v !== null && v !== undefined));
  return html`<figure class="plot">${!bare && html`<figcaption>${title}
      <span class="num muted">${last.map((v) => (v === undefined ? '–' : format(v))).join(' · ')}</span>
      </figcaption>`}
    <div class="plot-box" ref=${(element) => { if (element) { element.data ??= data; box.current = element; } }}
      role="img" aria-label=${`${title}: ${series.map((one, at) => `${one.name ?? title} ${last[at] === undefined
        ? 'unknown' : format(last[at])}`).join(', ')}`}></div></figure>`;
}

// A figure that is rounded to the one below it would stand there twice.
function distinct(labels) {
  return labels.map((label, at) => (at > 0 && label === labels[at - 1] ? '' : label));
}

function strokeOf(series, at) {
  return colour(series.colour ?? `plot-${at + 1}`) + (series.soft ? '66' : '');
}

// An area is its line's colour at an eighth.
function fillOf(series, stroke, bars) {
  if (bars || series.bars) {
    return stroke;
  }
  return series.fill ? `${stroke}20` : undefined;
}

/** A small line without axes, of numbers or nulls. */
export function Sparkline({ values, label, width = 90, height = 20 }) {
  const known = values.filter((v) => v !== null && v !== undefined);
  const most = Math.max(1e-9, ...known);
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const points = values.map((v, at) => (v === null || v === undefined ? null
    : `${(at * step).toFixed(1)},${(height - 1 - (v / most) * (height - 2)).toFixed(1)}`)).filter(Boolean);
  return html`<svg class="sparkline" width=${width} height=${height} role="img" aria-label=${label}>
    <polyline points=${points.join(' ')} /></svg>`;
}
