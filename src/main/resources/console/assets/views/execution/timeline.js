// When each task run waited and ran, by path. Only the rows in view are drawn, so that 10,000 of them scroll well.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../../lib/html.js';
import { setQuery, withQuery } from '../../lib/router.js';
import { clock, span, useNow, useZone } from '../../lib/time.js';
import { count, Empty, Search } from '../../ui/basic.js';
import { paint, Tally } from '../../ui/states.js';
import { rowsOf, segmentsOf } from './tree.js';

const ROW = 24;
const AXIS = 30;
const STEP = 8;

export function Timeline({ execution, tree, query }) {
  const folds = { open: new Set(query.getAll('open')), closed: new Set(query.getAll('closed')) };
  const text = query.get('find') ?? '';
  const only = query.get('only');
  const rows = useMemo(() => rowsOf(tree.root, folds, matcher(text, only)), [tree, text, only, String(query)]);
  if (tree.root.children.length === 0) {
    return html`<${Empty}
      title="Nothing has begun yet">The tab “Why it waits” has what is known. Task runs appear here as soon
      as a task is handed to a worker.</${Empty}>`;
  }
  return html`<div class="filters">
      <${Search} label="Find a path or a type" value=${text} onChange=${(find) => setQuery({ find })} />
      <label><span class="hidden">Only</span><select value=${only ?? ''}
        onChange=${(event) => setQuery({ only: event.target.value })}>
        <option value="">all task runs</option><option value="failed">only failed</option>
        <option value="open">only not ended</option><option value="retried">only retried</option></select></label>
      ${query.get('zoom') && html`<button class="quiet" onClick=${() => setQuery({ zoom: null })}>Whole time</button>`}
      <span class="legend muted"><span><i class="wait"></i>waits</span><span><i class="good"></i>runs</span>
        <span><i class="hold"></i>paused</span><span
          class="num">${count(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}</span></span></div>
    ${rows.length === 0 ? html`<${Empty} title="No task run matches">Change what is looked for.</${Empty}>`
      : html`<${Chart} execution=${execution} tree=${tree} rows=${rows} folds=${folds} picked=${query.get('task')}
        zoom=${query.get('zoom')} />`}`;
}

function matcher(text, only) {
  const wanted = text.toLowerCase();
  const kinds = { failed: (one) => one.state === 'FAILED', open: (one) => one.to === null,
    retried: (one) => one.run?.attempts.length > 1 };
  if (!wanted && !kinds[only]) {
    return null;
  }
  return (one) => Boolean(one.run) && (!wanted
    || one.path.toLowerCase().includes(wanted) || one.run.taskType.includes(wanted))
    && (!kinds[only] || kinds[only](one));
}

/** The time that is shown, in milliseconds since the epoch. */
function windowOf(execution, tree, zoom, now) {
  const begin = Date.parse(execution.createdAt);
  const end = Math.max(execution.endedAt ? Date.parse(execution.endedAt) : now, begin + 10);
  const parts = /^(\d+)-(\d+)$/.exec(zoom ?? '');
  const [from, to] = parts ? [begin + Number(parts[1]), begin + Number(parts[2])] : [begin, end + (end - begin) * .015];
  return to > from ? { begin, from, to, scale: 100 / (to - from) }
    : { begin, from: begin, to: end, scale: 100 / (end - begin) };
}

function Chart({ execution, tree, rows, folds, picked, zoom }) {
  const now = useNow();
  const box = useRef(null);
  const [first, setFirst] = useState(0);
  const [size, setSize] = useState({ height: 600, width: 800 });
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(() => setSize({ height: box.current.clientHeight,
      width: box.current.clientWidth }));
    sizes.observe(box.current);
    return () => sizes.disconnect();
  }, []);
  useEffect(() => {
    const at = rows.findIndex((row) => row.node.path === picked);
    const top = at * ROW;
    if (at >= 0 && (top < box.current.scrollTop ||
      top > box.current.scrollTop + box.current.clientHeight - AXIS - ROW)) {
      box.current.scrollTop = top - box.current.clientHeight / 2;
    }
  }, [picked]);
  const view = windowOf(execution, tree, zoom, now);
  const scroll = () => setFirst(Math.floor(box.current.scrollTop / ROW / STEP) * STEP);
  const begin = Math.max(0, first - STEP);
  const shown = rows.slice(begin, first + Math.ceil(size.height / ROW) + 2 * STEP);
  // A row that looks as before is not drawn again: most of them while the rows are scrolled.
  const drawn = useRef(new Map());
  const next = new Map();
  const draw = (row) => {
    const chosen = row.node.path === picked;
    const live = row.node.to === null ? now : 0;
    const looks = `${row.depth} ${row.open} ${chosen} ${live} ${view.from} ${view.to} ${location.search}`;
    const before = drawn.current.get(row.node.path);
    const kept = before?.node === row.node && before.looks === looks ? before : { node: row.node, looks,
      vnode: html`<${Row} key=${row.node.path} row=${row} view=${view} now=${now} folds=${folds} picked=${chosen} />` };
    next.set(row.node.path, kept);
    return kept.vnode;
  };
  useEffect(() => {
    drawn.current = next;
  });
  const keys = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = rows.findIndex((row) => row.node.path === picked);
    const to = step && rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (to) {
      event.preventDefault();
      setQuery({ task: to.node.path });
    }
  };
  return html`<div class="timeline" ref=${box} onScroll=${scroll} onKeyDown=${keys} tabindex="0" role="region"
      aria-label="Timeline of the task runs">
    <${Axis} view=${view} width=${size.width} />
    <div class="timeline-rows" style=${{ height: `${rows.length * ROW}px` }}>
      <div style=${{ transform: `translateY(${begin * ROW}px)` }}>${shown.map(draw)}</div>
    </div></div>`;
}

function Axis({ view, width }) {
  useZone();
  const track = useRef(null);
  const [drag, setDrag] = useState(null);
  const wide = width < 560 ? width - 170 : width - Math.max(150, Math.min(330, .3 * width)) - 100;
  const step = niceStep((view.to - view.from) / Math.max(2, wide / 90));
  const ticks = [];
  // one whose text would not fit at the end is left out
  const last = view.to - (48 / wide) * (view.to - view.from);
  for (let at = Math.ceil((view.from - view.begin) / step) * step; at + view.begin < last; at += step) {
    ticks.push(at);
  }
  const timeOf = (event) => {
    const at = track.current.getBoundingClientRect();
    return view.from + Math.max(0, Math.min(1, (event.clientX - at.left) / at.width)) * (view.to - view.from);
  };
  const up = (event) => {
    if (drag) {
      const [from, to] = [drag.from, timeOf(event)].sort((a, b) => a - b);
      if (to - from > (view.to - view.from) / 200) {
        setQuery({ zoom: `${Math.floor(from - view.begin)}-${Math.ceil(to - view.begin)}` }, { replace: false });
      }
    }
    setDrag(null);
  };
  return html`<div class="timeline-axis"><span class="muted">${clock(view.begin)}</span><span></span>
    <div ref=${track} class="track" title="Drag to look closer" onPointerUp=${up} onPointerCancel=${() => setDrag(null)}
      onPointerDown=${(event) => { event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: timeOf(event), to: timeOf(event) }); }}
      onPointerMove=${(event) => setDrag((one) => one && { ...one, to: timeOf(event) })}>
      ${ticks.map((at) => html`<span class="tick num" key=${at}
        style=${{ left: `${(at + view.begin - view.from) * view.scale}%` }}>${
        at === 0 ? '0' : `+${span(at)}`}</span>`)}
      ${drag && html`<b style=${{ left: `${(Math.min(drag.from, drag.to) - view.from) * view.scale}%`,
        width: `${Math.abs(drag.to - drag.from) * view.scale}%` }}></b>`}</div></div>`;
}

function niceStep(least) {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000,
    60000, 120000, 300000, 600000, 900000,
    1800000, 3600000, 7200000, 10800000, 21600000, 43200000, 86400000];
  return steps.find((one) => one >= least) ?? Math.ceil(least / 86400000) * 86400000;
}

function Row({ row, view, now, folds, picked }) {
  const one = row.node;
  const scope = one.children.length > 0;
  const fold = (event) => {
    event.preventDefault();
    setQuery({ open: [...folds.open].filter((path) => path !== one.path).concat(row.open ? [] : one.path),
      closed: [...folds.closed].filter((path) => path !== one.path).concat(row.open ? one.path : []) });
  };
  const took = one.from === null ? null : (one.to ?? now) - one.from;
  return html`<div class="timeline-row ${picked ? 'picked' : ''}">
    <div class="name" style=${{ paddingLeft: `${6 + row.depth * 14}px` }}>
      ${scope ? html`<button class="fold" aria-expanded=${row.open}
        aria-label=${`${row.open ? 'Fold' : 'Unfold'} ${one.path}`}
        onClick=${fold}>${row.open ? '▾' : '▸'}</button>` : html`<span class="fold"></span>`}
      <i class=${`${paint(one.state)} ${one.to === null ? 'open' : ''}`} title=${one.state}></i>
      <a href=${withQuery({ task: one.path })}
        title=${`${one.path}: ${one.state}${one.run ? `, ${one.run.taskType}` : ''}`}>${
        one.name}</a>
      ${scope && !row.open ? html`<span class="muted num"> ${count(one.leaves)}</span>`
        : html`<span class="muted type">${one.run?.taskType ?? ''}${one.run?.attempts.length > 1
          ? ` ×${one.run.attempts.length}` : ''}</span>`}</div>
    <div class="took num muted">${took === null ? '' : span(took)}</div>
    <div class="track">${scope ? html`<${Scope} node=${one} open=${row.open} view=${view} now=${now} />`
      : segmentsOf(one).map((segment, at) => html`<${Segment} key=${at} of=${segment} view=${view} now=${now}
        />`)}</div></div>`;
}

function place(from, to, view) {
  const left = Math.max(from, view.from);
  const right = Math.min(to, view.to);
  return right < view.from || left > view.to ? null
    : { left: `${(left - view.from) * view.scale}%`, width: `max(2px, ${(right - left) * view.scale}%)` };
}

function Segment({ of: segment, view, now }) {
  const to = segment.to ?? now;
  const style = place(segment.from, to, view);
  const attempt = segment.attempt && `attempt ${segment.attempt.number} `;
  return style && html`<span
    class="bar-${segment.kind} ${segment.kind === 'run' ? paint(segment.state) : ''} ${segment.to === null
    ? 'open' : ''}" style=${style}
      title=${`${attempt ?? ''}${segment.kind === 'wait' ? 'waited' : segment.kind === 'hold' ? 'paused'
    : segment.state} for ${span(to - segment.from)}`}></span>`;
}

function Scope({ node: one, open, view, now }) {
  const style = place(one.from, one.to ?? now, view);
  if (!style) {
    return null;
  }
  return html`<span class="bar-scope ${paint(one.state)}" style=${style}></span>
    ${!open && html`<${Density} node=${one} view=${view} now=${now} /><span class="tally-over"><${Tally}
      of=${one.counts} /></span>`}`;
}

const PARTS = 120;

/** How many ran and waited at each time within a folded scope. */
function Density({ node: one, view, now }) {
  const area = useMemo(() => {
    const ran = new Float32Array(PARTS + 1);
    const waited = new Float32Array(PARTS + 1);
    const add = (to, from, until) => {
      const a = ((from - view.from) / (view.to - view.from)) * PARTS;
      const b = ((until - view.from) / (view.to - view.from)) * PARTS;
      for (let at = Math.max(0, Math.floor(a)); at <= Math.min(PARTS, Math.floor(b)); at++) {
        to[at] += Math.max(.02, Math.min(b, at + 1) - Math.max(a, at));
      }
    };
    const visit = (node) => {
      segmentsOf(node).forEach((each) => add(each.kind === 'run' ? ran : waited, each.from, each.to ?? now));
      node.children.forEach(visit);
    };
    visit(one);
    const most = Math.max(.001, ...ran, ...waited);
    const point = (value, at) => `L${at} ${(20 - (value / most) * 18).toFixed(1)}`;
    const path = (values) => `M0 20${[...values].map(point).join('')}L${PARTS} 20Z`;
    return { ran: path(ran), waited: path(waited) };
  }, [one, view.from, Math.round(view.to / 2000)]);
  return html`<svg class="density" viewBox="0 0 ${PARTS} 20" preserveAspectRatio="none" aria-hidden="true">
    <path class="waited" d=${area.waited} /><path class="ran" d=${area.ran} /></svg>`;
}
