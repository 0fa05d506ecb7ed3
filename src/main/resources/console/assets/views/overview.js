// Is it well, in one look: what is not well first, then the last 15 minutes, live.
import { html, useEffect, useState } from '../lib/html.js';
import { request, useJson } from '../lib/api.js';
import { pathOf } from '../lib/router.js';
import { Duration, span, Time } from '../lib/time.js';
import { bytes, count, Empty, Failure, Head, State, tone, Waiting } from '../ui/basic.js';
import { library, Plot } from '../ui/plot.js';

const SECONDS = 900;
const BUCKET = 3;
const INCIDENTS = 6;
// As often as another bucket is drawn.
const FOLLOW = 3000;

library().catch(() => {});

const sum = (values) => values.reduce((one, two) => one + two, 0);
const mean = (values) => sum(values) / values.length;
const most = (values) => Math.max(...values);

const rate = (v) => (v === 0 ? '0' : v < 10 ? (Math.round(v * 10) / 10).toString() : count(Math.round(v)));
const whole = (v) => count(Math.round(v));
const seconds = (v) => (v === 0 ? '0 s' : span(v * 1000));
const ratio = (v) => `${Math.round(v * 100)} %`;

/**
 * What is plotted: lines of columns of /samples with how seconds of a bucket are put together, and the figure of the
 * head with what stands small beside it. A tile of which nothing is known is left out.
 */
const TILES = [
  { name: 'Executions', about: 'began, per second', href: '/executor', format: rate,
    lines: [{ of: 'executions', by: mean, fill: true }],
    figure: (s) => s.recent('executions', 60, mean, rate), unit: '/s',
    small: (s) => s.last('executionsRunning', (v) => `${whole(v)} in flight`) },
  { name: 'Task runs', about: 'ended, per second', href: '/console/workers', format: rate,
    lines: [{ of: 'taskRuns', or: 'attempts', by: mean, fill: true }],
    figure: (s) => s.recent('taskRuns', 60, mean, rate) ?? s.recent('attempts', 60, mean, rate), unit: '/s',
    small: (s) => s.recent('taskRuns', 900, sum, (v) => `${whole(v)} in 15 min`) },
  { name: 'Failures', about: 'in 15 minutes', href: '/console/failures', format: whole,
    lines: [{ name: 'task runs', of: 'taskRunsFailed', by: sum, colour: 'plot-5', bars: true },
      { name: 'executions', of: 'executionsFailed', by: sum, colour: 'bad', bars: true }],
    figure: (s) => s.recent('executionsFailed', 900, sum, whole),
    alarm: (s) => s.value('executionsFailed', 900, sum) > 0 && 'bad',
    small: (s) => s.recent('taskRunsFailed', 900, sum, (v) => `${whole(v)} task runs`) },
  { name: 'Wait for a worker', about: 'from dispatch to start', href: '/console/workers', format: seconds,
    lines: [{ name: 'longest', of: 'queuedMax', by: most, bars: true, colour: 'plot-1', soft: true },
      { name: 'mean', of: 'queued', by: mean, bars: true, colour: 'plot-1' }],
    figure: (s) => s.recent('queued', 60, mean, seconds),
    small: (s) => s.recent('queuedMax', 60, most, (v) => `longest ${seconds(v)}`) },
  { name: 'Running time', about: 'of attempts that ended', href: '/console/workers', format: seconds,
    lines: [{ name: 'longest', of: 'ranMax', by: most, bars: true, colour: 'plot-1', soft: true },
      { name: 'mean', of: 'ran', by: mean, bars: true, colour: 'plot-1' }],
    figure: (s) => s.recent('ran', 60, mean, seconds),
    small: (s) => s.recent('ranMax', 60, most, (v) => `longest ${seconds(v)}`) },
  { name: 'Slots', about: 'of this worker', href: '/console/workers', format: whole,
    lines: [{ name: 'in use', of: 'slotsUsed', by: most, fill: true },
      { name: 'slots', of: 'slotsMax', by: most, colour: 'muted' }],
    figure: (s) => s.last('slotsUsed', whole), small: (s) => s.last('slotsMax', (v) => `of ${whole(v)}`),
    alarm: (s) => s.value('slotsUsed', 3, most) >= s.value('slotsMax', 3, most) && 'odd' },
  { name: 'Lag', about: 'age of the oldest that waits', href: '/console/streams', format: seconds,
    lines: [{ name: 'input', of: 'inputLag', by: most, fill: true }, { name: 'jobs', of: 'jobLag', by: most, colour:
        'plot-2' },
      { name: 'documents', of: 'documentLag', by: most, colour: 'plot-3' }],
    figure: (s) => s.worst(['inputLag', 'jobLag', 'documentLag'], seconds),
    alarm: (s) => s.highest(['inputLag', 'jobLag', 'documentLag']) > 60 && 'odd' },
  { name: 'Processors', about: 'part in use', href: '/metrics/process.cpu.usage', format: ratio,
    lines: [{ name: 'process', of: 'cpu', by: mean, fill: true },
      { name: 'machine', of: 'systemCpu', by: mean, colour: 'muted' }],
    figure: (s) => s.recent('cpu', 10, mean, ratio),
    small: (s) => s.recent('systemCpu', 10, mean, (v) => `machine ${ratio(v)}`) },
  { name: 'Memory', about: 'heap', href: '/metrics/jvm.memory.used', format: bytes,
    lines: [{ name: 'in use', of: 'heapUsed', by: most, fill: true, colour: 'plot-4' },
      { name: 'at most', of: 'heapMax', by: most, colour: 'muted' }],
    figure: (s) => s.last('heapUsed', bytes), small: (s) => s.last('heapMax', (v) => `of ${bytes(v)}`) },
];

// What was sampled stays while somebody looks at other views.
const kept = { instance: null, at: [], columns: {} };

function keep(answer) {
  const { instance, at, ...columns } = answer;
  if (instance !== kept.instance) {
    Object.assign(kept, { instance, at: [], columns: {} });
  }
  const fresh = at.findIndex((one) => one > (kept.at.at(-1) ?? -Infinity));
  if (fresh < 0) {
    return;
  }
  for (const [name, values] of Object.entries(columns)) {
    kept.columns[name] = [...(kept.columns[name] ?? kept.at.map(() => null)), ...values.slice(fresh)].slice(-SECONDS);
  }
  kept.at = [...kept.at, ...at.slice(fresh)].slice(-SECONDS);
}

/** The samples of the last 15 minutes, followed while the page is visible. */
function useSamples() {
  const [state, setState] = useState({ error: null, seen: 0 });
  useEffect(() => {
    const abort = new AbortController();
    let busy = false;
    const follow = async () => {
      if (busy || (document.hidden && kept.at.length > 0)) {
        return;
      }
      busy = true;
      try {
        const last = kept.at.at(-1);
        keep(await request(last && Date.now() - last < 1000 * SECONDS ? `/samples?since=${last}` : '/samples',
          { signal: abort.signal }));
        setState({ error: null, seen: Date.now() });
      } catch (error) {
        if (error.name !== 'AbortError') {
          setState((before) => ({ ...before, error }));
          if (error.status === 404) {
            clearInterval(timer);
          }
        }
      }
      busy = false;
    };
    const timer = setInterval(follow, FOLLOW);
    follow();
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, []);
  return state;
}

/** Columns put into buckets on a grid that does not move with time, so that a plot does not flicker. */
function inBuckets(end) {
  const size = SECONDS / BUCKET;
  const first = Math.floor(end / 1000 / BUCKET) - size + 1;
  const members = Array.from({ length: size }, () => []);
  kept.at.forEach((at, place) => members[Math.floor(at / 1000 / BUCKET) - first]?.push(place));
  const x = members.map((_, bucket) => (first + bucket) * BUCKET);
  return { x, of: (name, by) => members.map((places) => {
    const values = places.map((place) => kept.columns[name]?.[place]).filter((v) => v !== null && v !== undefined);
    return values.length ? by(values) : null;
  }) };
}

/** What a tile says in its head: undefined where nothing is known. */
const said = {
  value(name, back, by) {
    const since = (kept.at.at(-1) ?? 0) - back * 1000;
    const column = kept.columns[name] ?? [];
    const values = column.filter((v, place) => v !== null && kept.at[place] > since);
    return values.length ? by(values) : undefined;
  },
  recent(name, back, by, format) {
    const value = said.value(name, back, by);
    return value === undefined ? undefined : format(value);
  },
  last(name, format) {
    return said.recent(name, 3, (values) => values.at(-1), format);
  },
  highest(names) {
    const known = names.map((name) => said.value(name, 3, (values) => values.at(-1))).filter((v) => v !== undefined);
    return known.length ? Math.max(...known) : undefined;
  },
  worst(names, format) {
    const value = said.highest(names);
    return value === undefined ? undefined : format(value);
  },
};

export default function Overview({ config }) {
  const health = useJson('/health', { every: 5000 });
  const incidents = useJson(`/incidents?size=${INCIDENTS}`, { every: 5000 });
  const cluster = useJson('/cluster', { every: 10000 });
  const samples = useSamples();
  // A health that is DOWN is answered with 503 and with its components.
  const body = health.error?.body?.components ? health.error.body : health.data;
  const faults = body ? notUp(body.components) : [];
  return html`<${Head} title="Overview" about=${standing(cluster.data)}>
      <a href="/health">Health</a> <a href="/console/runbooks">Runbooks</a></${Head}>
    <${Verdict} status=${body?.status} faults=${faults} incidents=${incidents.data} cluster=${cluster.data}
      waiting=${!body && !health.error} />
    ${!body && html`<${Failure} error=${health.error} retry=${health.reload} />`}
    ${faults.length > 0 && html`<${Faults} of=${faults} />`}
    ${incidents.data?.openCount > 0 && html`<${Incidents} of=${incidents.data} />`}
    ${incidents.error && body && html`<${Waiting} of=${incidents} />`}
    ${cluster.error && body && html`<${Failure} error=${cluster.error} retry=${cluster.reload} />`}
    <${Live} samples=${samples} instance=${kept.instance ?? config.instance}
        instances=${cluster.data?.totals?.instances} />`;
}

function standing(cluster) {
  if (!cluster) {
    return null;
  }
  const { instances, slots, unreachable } = cluster.totals;
  return html`<a href="/console/cluster">${instances} ${instances === 1 ? 'instance' : 'instances'}</a>${unreachable > 0
    ? `, ${unreachable} unreachable` : ''} · ${count(slots.used)} of ${count(slots.max)} slots in use · answered
    by ${cluster.answeredBy}`;
}

/** The contributors that are not UP, the worst first; a composite is told by its parts. */
function notUp(components, path = []) {
  const found = [];
  for (const [name, part] of Object.entries(components ?? {})) {
    const inner = part.components ? notUp(part.components, [...path, name]) : [];
    if (inner.length) {
      found.push(...inner);
    } else if (!['UP', 'UNKNOWN'].includes(part.status)) {
      found.push({ path: [...path, name], status: part.status, details: part.details ?? {} });
    }
  }
  const rank = ['DOWN', 'OUT_OF_SERVICE', 'DEGRADED'];
  return found.sort((one, two) => rank.indexOf(one.status) - rank.indexOf(two.status));
}

function Verdict({ status, faults, incidents, cluster, waiting }) {
  if (waiting) {
    return html`<div class="verdict idle" role="status"><strong>Looking…</strong></div>`;
  }
  const open = incidents?.openCount ?? 0;
  const critical = incidents?.incidents.filter((one) => one.severity === 'critical').length ?? 0;
  const silent = (cluster?.totals.silent ?? 0) + (cluster?.totals.unreachable ?? 0);
  const down = faults.filter((one) => one.status !== 'DEGRADED').length;
  const kind = !status || tone(status) === 'bad' || critical || down ? 'bad'
    : faults.length || open || silent ? 'odd' : 'good';
  const parts = [
    faults.length > 0 && `${faults.length} ${faults.length === 1 ? 'part is' : 'parts are'} not up`,
    open > 0 && `${open} open ${open === 1 ? 'incident' : 'incidents'}${critical ? `, ${critical} critical` : ''}`,
    silent > 0 && `${silent} ${silent === 1 ? 'instance' : 'instances'} silent or unreachable`,
  ].filter(Boolean);
  const title = { good: 'All is well', odd: 'It works, but look at this', bad: status ? 'Something is broken'
      : 'No answer' };
  return html`<div class="verdict ${kind}" role="status">
    <span class="beacon" aria-hidden="true"></span>
    <div><strong>${title[kind]}</strong>
      <p class="muted">${parts.join(' · ') || (status ? 'Every part is up, and nothing waits for you.'
        : 'The health of this instance is not known.')}</p></div>
    <${State} of=${status ?? 'UNREACHABLE'} />
    ${cluster?.maintenance && html`<a href="/console/cluster"><${State} of="MAINTENANCE" /></a>`}
  </div>`;
}

function Faults({ of: faults }) {
  return html`<section aria-label="What is not up"><h2>Not up</h2><ul class="alerts">${faults.map((one) => html`
    <li class=${tone(one.status)}><${State} of=${one.status} />
      <div><a href=${pathOf('health', ...one.path)}><strong>${one.path.join(' / ')}</strong></a>
        <p class="clamp">${detail(one.details)}</p></div>
      <span class="muted">${one.details.since
          && html`<${Time} at=${one.details.since} />`}</span></li>`)}</ul></section>`;
}

/** The error first, then all else that is short. */
function detail({ error, since, ...others }) {
  const rest = Object.entries(others).filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name} ${value}`).join(', ');
  return error ? html`${error}${rest && html` <span class="muted">(${rest})</span>`}` : rest;
}

function Incidents({ of: { incidents, openCount } }) {
  return html`<section aria-label="Open incidents"><h2>Open incidents <span class="muted num">${openCount}</span></h2>
    <ul class="alerts">${incidents.map((one) => html`<li key=${one.id} class=${one.severity === 'critical' ? 'bad'
        : 'odd'}>
      <${State} of=${one.severity} />
      <div><a href=${pathOf('console', 'incidents', one.id)}><strong>${one.kind.replaceAll('-', ' ')}</strong></a>
        <span class="muted"> ${subject(one.subject)}</span>
        ${one.cause && html`<p class="clamp">${one.cause}</p>`}</div>
      <span class="muted">${one.acknowledged && html`<${State} of=${`seen by ${one.acknowledged.by}`} tone="idle"
        title=${one.acknowledged.note} /> `}<${Time} at=${one.since} /></span></li>`)}</ul>
    ${openCount > incidents.length
        && html`<p><a href="/console/incidents">All ${openCount} incidents →</a></p>`}</section>`;
}

function subject({ namespace, flowId, triggerId, taskId, instance, ...others }) {
  const flow = namespace && [namespace, flowId].filter(Boolean).join('/');
  return [flow, triggerId, taskId, instance, ...Object.entries(others).filter(([name]) => !/Id$/.test(name))
    .map(([, value]) => value)].filter(Boolean).join(' · ');
}

function Live({ samples, instance, instances }) {
  if (kept.at.length === 0) {
    return samples.error ? samples.error.status !== 0 && html`<h2>Last 15 minutes</h2><${Failure}
        error=${samples.error} />`
      : html`<h2>Last 15 minutes</h2>${samples.seen ? html`<${Empty} title="The first sample comes within a second." />`
        : html`<p class="muted" role="status">Loading…</p>`}`;
  }
  const buckets = inBuckets(kept.at.at(-1));
  const stale = Date.now() - kept.at.at(-1);
  return html`<section aria-label="Last 15 minutes"><h2>Last 15 minutes${' '}
      <span class="muted small">${instances > 1 ? `of ${instance}; each instance counts for itself`
          : 'one sample a second'}</span></h2>
    ${samples.error?.status > 0 && html`<${Failure} error=${samples.error} />`}
    ${stale > 10000 && html`<p class="muted">The last sample is <${Duration} of=${stale} /> old.</p>`}
    <div class="tiles">${TILES.map((tile) => html`<${Tile} key=${tile.name} of=${tile}
        buckets=${buckets} />`)}</div></section>`;
}

function Tile({ of: tile, buckets }) {
  const lines = tile.lines.map((line) => {
    const values = buckets.of(line.of, line.by);
    return line.or && values.every((v) => v === null) ? buckets.of(line.or, line.by) : values;
  });
  const known = lines.map((values) => values.some((v) => v !== null));
  if (!known.includes(true)) {
    return null;
  }
  const shown = tile.lines.filter((_, at) => known[at]);
  const value = tile.figure(said);
  const small = tile.small?.(said);
  return html`<article class="tile ${tile.alarm?.(said) || ''}">
    <header><h3><a href=${tile.href}>${tile.name}</a></h3><span class="muted">${tile.about}</span></header>
    <p class="tile-figure num"><strong>${value ?? '–'}</strong>${tile.unit && value !== undefined
        && html` <small>${tile.unit}</small>`}
      ${small && html`<span class="muted">${small}</span>`}
      ${shown.length > 1 && html`<span class="inks">${shown.map((line, at) => html`<span><i class=${`ink ${line.colour
        ?? `plot-${at + 1}`} ${line.soft ? 'soft' : ''}`} aria-hidden="true"></i>${line.name}</span>`)}</span>`}</p>
    <${Plot} bare title=${tile.name} height=${92} span=${SECONDS} format=${tile.format}
      data=${[buckets.x, ...lines.filter((_, at) => known[at])]}
      series=${shown.map((line, at) => ({ name: line.name, colour: line.colour ?? `plot-${at + 1}`, fill: line.fill,
        bars: line.bars, soft: line.soft }))} /></article>`;
}
