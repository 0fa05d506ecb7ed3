// All executions that match a filter, over time and as a list that goes on by itself, and what can be done to all of
// them.
import { html, useEffect, useMemo, useRef, useState } from '../lib/html.js';
import { curl, useJson } from '../lib/api.js';
import { otherView } from '../lib/links.js';
import { setQuery, withQuery } from '../lib/router.js';
import { Duration, exact, millis, span, Time, useNow } from '../lib/time.js';
import { count, Empty, Failure, Head, Pages, Search, Waiting } from '../ui/basic.js';
import { Histogram } from '../ui/histogram.js';
import { isEnded, paint, STATES, StateOf } from '../ui/states.js';
import { Table } from '../ui/table.js';
import { Bulk } from './executions/bulk.js';

const SIZE = 50;
const EVERY = 4000;
const RANGES = [['PT15M', '15 minutes'], ['PT1H', 'hour'], ['PT6H', '6 hours'], ['P1D', 'day'], ['P7D', '7 days'],
  ['P30D', '30 days'], ['P90D', '90 days']];
const DEFAULT = 'P1D';

/** The beginning of a range that ends now; it moves on in steps, so that not each look asks for something else. */
function useStart(range, hold) {
  const length = millis(range);
  const step = length ? Math.max(15000, length / 120) : 0;
  const start = () => (length ? Math.floor((Date.now() - length) / step) * step : null);
  const [at, setAt] = useState(start);
  useEffect(() => {
    setAt(start());
    const timer = length && !hold ? setInterval(() => document.hidden || setAt(start()), Math.min(step, 60000)) : null;
    return () => clearInterval(timer);
  }, [range, hold]);
  return at;
}

/** What an answer last had while the next is on its way, as long as both are of one kind. */
function useKept(answer, kind) {
  const kept = useRef({});
  if (kept.current.kind !== kind) {
    kept.current = { kind };
  }
  if (answer.data !== undefined) {
    kept.current.data = answer.data;
  }
  return kept.current.data;
}

export default function Executions({ query, config }) {
  const filter = useMemo(() => ({ namespace: query.get('namespace'), flowId: query.get('flowId'),
    state: query.getAll('state'), label: query.getAll('label'), cause: query.get('cause') }), [String(query)]);
  const dates = { from: query.get('from'), to: query.get('to') };
  const fixed = Boolean(dates.from || dates.to);
  const range = fixed ? null : query.get('range') ?? DEFAULT;
  const any = range === 'any';
  const hold = query.has('hold');
  const page = Number(query.get('page') ?? 0);
  const start = useStart(fixed || any ? null : range, hold);
  const from = dates.from ?? (start === null ? null : new Date(start).toISOString());
  const live = !hold && page === 0;
  const list = useJson(`/api/executions?${parameters({ ...filter, from,
    to: dates.to, page: page || null, size: SIZE })}`,
    { every: live ? EVERY : 0 });
  const buckets = Math.max(20, Math.min(120, Math.floor(innerWidth / 14)));
  const counts = useJson(from ? `/api/executions/histogram?${parameters({ ...filter, from,
    to: dates.to, buckets })}` : null,
    { every: live ? 10000 : 0 });
  const kind = JSON.stringify([filter, dates, range]);
  const histogram = useKept(counts, kind);
  const shown = useKept(list, `${kind} ${page}`);
  const select = (window) => setQuery({ from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    range: null, page: null }, { replace: false });
  return html`<${Head} title="Executions" about=${shown && html`<span class="num">${count(shown.total)}</span> match`}>
      <${Live} hold=${hold} page=${page} error=${list.error} />
      <${Bulk} filter=${filter} from=${from} to=${dates.to} />
    </${Head}>
    <${Filters} filter=${filter} range=${range} dates=${dates} items=${shown?.items ?? []} config=${config} />
    ${from ? html`<div class="card">${histogram ? html`<${Histogram} of=${histogram} onSelect=${select} />`
      : counts.error ? null : html`<div class="histogram-wait" role="status"><span
        class="hidden">Loading…</span></div>`}
      <${Failure} error=${counts.error} retry=${counts.reload} /></div>`
    : html`<p class="muted">Choose a time range to see how many were created when.</p>`}
    ${shown ? html`<${Failure} error=${list.error} retry=${list.reload} />` : html`<${Waiting} of=${list} />`}
    ${shown && html`<${List} items=${shown.items} page=${page} kind=${kind} filter=${filter} />
      <${Pages} page=${page} size=${SIZE} total=${shown.total} more=${(page + 1) * SIZE < shown.total}
        to=${(next) => withQuery({ page: next || null })} />`}`;
}

function parameters(values) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined && one !== '')
      .forEach((one) => query.append(name, one));
  }
  return query;
}

function Live({ hold, page, error }) {
  if (page > 0) {
    return html`<a href=${withQuery({ page: null })}>To the newest</a>`;
  }
  return html`<button aria-pressed=${!hold} class="live ${hold || error ? '' : 'on'}"
    title=${hold ? 'The list stands still' : 'New executions appear by themselves'}
    onClick=${() => setQuery({ hold: hold ? null : '1' })}><i></i>${hold ? 'Held' :
      error ? 'Trying again' : 'Live'}</button>`;
}

function Filters({ filter, range, dates, items, config }) {
  const flows = useJson(`/api/flows?${parameters({ namespace: filter.namespace, size: 500 })}`);
  const known = flows.data?.items ?? [];
  const namespaces = [...new Set([...known, ...items].map((one) => one.namespace))].sort();
  const ids = [...new Set([...known.filter((one) => !filter.namespace ||
    one.namespace === filter.namespace).map((one) => one.id),
    ...items.map((one) => one.flowId)])].sort();
  const change = (changes) => setQuery({ ...changes, page: null });
  const toggle = (state) => change({ state: filter.state.includes(state) ? filter.state.filter((one) => one !== state)
    : [...filter.state, state] });
  const some = isNarrow(filter) || range !== DEFAULT;
  return html`<div class="filters executions-filters">
    <${Choice} label="Namespace" list="namespaces" value=${filter.namespace} options=${namespaces}
      onChange=${(namespace) => change({ namespace })} />
    <${Choice} label="Flow" list="flow-ids" value=${filter.flowId} options=${ids}
      onChange=${(flowId) => change({ flowId })} />
    <${Labels} labels=${filter.label} change=${(label) => change({ label })} />
    <${Range} range=${range} dates=${dates} change=${change} />
    ${some && html`<a href=${location.pathname} class="clear">Clear</a>`}
    ${filter.cause && html`<${Cause} of=${filter.cause} items=${items} config=${config} change=${change} />`}
    <div class="chips" role="group" aria-label="States">${STATES.map((state) => html`<button key=${state} class="toggle"
      aria-pressed=${filter.state.includes(state)} onClick=${() => toggle(state)}><i class=${paint(state)}></i>${
        state}</button>`)}</div>
  </div>`;
}

function isNarrow(filter) {
  return Boolean(filter.namespace || filter.flowId || filter.state.length || filter.label.length || filter.cause);
}

/** What all of those in the list failed for, in the words of the first. */
function Cause({ of: cause, items, config, change }) {
  const inside = otherView(config, ['failures', cause]);
  return html`<span class="by-cause"><button class="chip" title="Remove this cause from the filter"
    onClick=${() => change({ cause: null })}>failed for ${cause} <span aria-hidden="true">✕</span></button>
    <span class="one-line muted">${items.find((one) => one.cause === cause)?.error}</span>
    ${inside && html`<a href=${inside} target="_self">The cause →</a>`}</span>`;
}

// What is typed counts once the field is left, Enter is pressed, or one of the options was chosen.
function Choice({ label, list, value, options, onChange }) {
  const input = (event) => options.includes(event.target.value) && onChange(event.target.value);
  return html`<label class="choice"><span class="hidden">${label}</span>
    <input type="search" list=${list} placeholder=${label} value=${value ?? ''} spellcheck="false" autocomplete="off"
      onInput=${input} onChange=${(event) => onChange(event.target.value.trim())}
      onKeyDown=${(event) => event.key === 'Enter' && onChange(event.target.value.trim())} />
    <datalist id=${list}>${options.slice(0, 500).map((one) => html`<option value=${one} />`)}</datalist></label>`;
}

function Labels({ labels, change }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = (event) => {
    event.preventDefault();
    const label = text.trim();
    setWrong(label !== '' && label.indexOf('=') < 1);
    if (label.indexOf('=') > 0) {
      change([...new Set([...labels, label])]);
      setText('');
    }
  };
  return html`<form class="labels" onSubmit=${add}>
    ${labels.map((label) => html`<button key=${label} type="button" class="chip"
      title="Remove this label from the filter"
      onClick=${() => change(labels.filter((one) => one !== label))}>${label} <span
        aria-hidden="true">✕</span></button>`)}
    <input aria-label="Label, as key=value" placeholder="label=value" value=${text} aria-invalid=${wrong}
      spellcheck="false"
      autocomplete="off" onInput=${(event) => setText(event.target.value)} onBlur=${add} />
    ${wrong && html`<span class="bad" role="alert">write it as key=value</span>`}</form>`;
}

function Range({ range, dates, change }) {
  const choose = (event) => {
    const value = event.target.value;
    if (value === 'custom') {
      const length = millis(range) ?? millis(DEFAULT);
      change({ from: new Date(Date.now() - length).toISOString(), to: new Date().toISOString(), range: null });
    } else {
      change({ from: null, to: null, range: value === DEFAULT ? null : value });
    }
  };
  return html`<label><span class="hidden">Created</span><select value=${range ?? 'custom'} onChange=${choose}>
      ${RANGES.map(([value, name]) => html`<option value=${value}>last ${name}</option>`)}
      <option value="any">any time</option>
      ${range && !RANGES.some(([value]) => value === range) && range !== 'any' && html`<option
        value=${range}>${range}</option>`}
      <option value="custom">${range ? 'from … to …' : 'range'}</option></select></label>
    ${!range && html`<${DateField} label="from" value=${dates.from} onChange=${(from) => change({ from })} />
      <${DateField} label="to" value=${dates.to} onChange=${(to) => change({ to })} />`}`;
}

function DateField({ label, value, onChange }) {
  const date = value ? new Date(value) : null;
  const known = date && !Number.isNaN(date.getTime());
  // the field has no zone: it shows the time of this computer
  const local = known ? new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19) : '';
  const set = (event) => event.target.value && onChange(new Date(event.target.value).toISOString());
  return html`<label class="muted" title=${known ? exact(value) : undefined}>${label} <input type="datetime-local"
    step="1"
    value=${local} onChange=${set} /></label>`;
}

function List({ items, page, kind, filter }) {
  const seen = useRef({});
  if (seen.current.kind !== kind + page) {
    seen.current = { kind: kind + page, ids: new Set(items.map((one) => one.id)) };
  }
  const fresh = new Set(items.filter((one) => !seen.current.ids.has(one.id)).map((one) => one.id));
  useEffect(() => {
    const timer = setTimeout(() => items.forEach((one) => seen.current.ids.add(one.id)), 1500);
    return () => clearTimeout(timer);
  }, [items]);
  const longest = Math.max(1, ...items.map((one) => length(one, Date.now())));
  const nothing = html`<${Empty} title="No execution matches">${isNarrow(filter)
    ? html`Leave out a part of the filter or choose a longer time.` : html`Start one: <code>${
      curl('/api/flows/demo/hello/executions', { method: 'POST' })}</code>`}</${Empty}>`;
  return html`<div class="executions"><${Table} caption="Executions, the newest first" rows=${items}
    id=${(one) => one.id}
    href=${(one) => `/console/execution/${encodeURIComponent(one.id)}`}
      mark=${(one) => (fresh.has(one.id) ? 'fresh' : '')}
    empty=${nothing} columns=${[
      { name: 'State', of: (one) => html`<${StateOf} of=${one.state} />` },
      { name: 'Flow', of: (one) => html`<span class="flow-name"><span
        class="muted">${one.namespace}/</span>${one.flowId}</span>` },
      { name: 'Created', of: (one) => html`<${Time} at=${one.createdAt} />` },
      { name: 'Time', title: 'From its creation to its end: first how long it waited, then how long it ran',
        of: (one) => html`<${Took} of=${one} longest=${longest} />` },
      { name: 'Why', wide: true, of: (one) => html`<${About} of=${one} />` },
      { name: 'Labels', of: (one) => Object.entries(one.labels).map(([key, value]) => html`<${Label} key=${key}
        label=${`${key}=${value}`} filter=${filter} />`) },
      { name: 'Id', of: (one) => html`<code class="muted" title=${one.id}>${one.id.slice(0, 8)}</code>` },
    ]} /></div>`;
}

function length(one, now) {
  return (one.endedAt ? Date.parse(one.endedAt) : now) - Date.parse(one.createdAt);
}

function Took({ of: one, longest }) {
  const now = useNow();
  const all = length(one, now);
  const begun = one.startedAt ?? one.endedAt;
  const waited = (begun ? Date.parse(begun) : now) - Date.parse(one.createdAt);
  const scale = (ms) => `${Math.max(0, Math.min(100, (100 * Math.sqrt(ms / Math.max(longest, all)))))}%`;
  return html`<span class="took" title=${`waited ${span(waited)}, ran ${span(all - waited)}`}><${Duration} of=${all} />
    <span class="took-bar"><i class=${isEnded(one.state) ? paint(one.state) : `${paint(one.state)} open`}
      style=${{ width: scale(all) }}><b
      style=${{ width: `${all > 0 ? (100 * waited) / all : 0}%` }}></b></i></span></span>`;
}

function About({ of: one }) {
  if (one.error) {
    return html`<span class="one-line bad" title=${one.error}>${one.error}</span>`;
  }
  const texts = [one.waitsFor && `waits for ${one.waitsFor}`, one.held && 'paused as a whole',
    one.killRequested && !isEnded(one.state) && 'is being killed',
      one.trigger && `${one.trigger.id} (${one.trigger.type})`,
    one.trigger?.backfill && 'backfill', one.parent && `called by ${one.parent.path}`, one.restartOf && 'restart',
    one.replayOf && 'replay'].filter(Boolean);
  return html`<span class="one-line muted" title=${texts.join(' · ')}>${texts.join(' · ') || 'by request'}</span>`;
}

function Label({ label, filter }) {
  const add = () => setQuery({ label: [...new Set([...filter.label, label])], page: null });
  return html`<button class="label" title=${`Only with ${label}`} onClick=${add}>${label}</button>`;
}
