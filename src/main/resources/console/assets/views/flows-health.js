// How each flow is doing, the worst first; one of them with all that is known of it.
import { html, useEffect, useState } from '../lib/html.js';
import { request, useJson } from '../lib/api.js';
import { otherView, executionView, flowView } from '../lib/links.js';
import { pathOf, setQuery, withQuery } from '../lib/router.js';
import { Duration, Time } from '../lib/time.js';
import { count, Empty, Facts, Failure, Head, Search, State, Waiting } from '../ui/basic.js';
import { Choices, FlowFilters, isFiltered, listPath, PageLinks, slice, withoutPage } from '../ui/filters.js';
import { Table } from '../ui/table.js';

const STATUSES = { MISSED: 'bad', FAILING: 'bad', SLOW: 'odd', QUIET: 'odd', PAUSED: 'odd', DISABLED: '', NEW: '',
  OK: '' };
const FILTERS = ['namespace', 'flowId', 'status'];
const ALL = 10000;
const GOOD_ENDS = ['SUCCESS', 'WARNING'];

export default function FlowsHealth({ rest, query, config }) {
  return rest.length >= 2 ? html`<${One} namespace=${rest[0]} flowId=${rest[1]} config=${config} />`
    : html`<${All} query=${query} config=${config} />`;
}

function All({ query, config }) {
  const words = (query.get('q') ?? '').trim().toLowerCase();
  const path = words ? listPath('/flows', withoutPage(query), FILTERS, ALL) : listPath('/flows', query, FILTERS);
  const answer = useJson(path, { every: words ? 15000 : 5000 });
  const data = answer.data;
  const shown = data && (words ? slice(data.flows.filter((flow) => matches(flow, words)), query)
    : { ...data, rows: data.flows, total: data.count });
  return html`<${Head} title="Flows" about="How each flow is doing, the worst first.">
      ${shown && html`<span class="muted">${count(shown.total)} ${shown.total === 1 ? 'flow'
        : 'flows'}</span>`}</${Head}>
    <div class="filters">
      <${Search} value=${query.get('q')} label="Search flows" placeholder="Search by a part of the name"
        onChange=${(text) => setQuery({ q: text, page: null })} />
      <${FlowFilters} query=${query} rows=${data?.flows} />
    </div>
    <${Statuses} query=${query} />
    <${Waiting} of=${answer} />
    ${data && !data.ready && html`<p class="banner">This instance has not read all flows yet: some may be missing.</p>`}
    ${shown && (data.ready || shown.rows.length > 0) && html`<${List} rows=${shown.rows} query=${query}
        config=${config} />
      <${PageLinks} of=${shown} />`}`;
}

function matches(flow, words) {
  return ['/', ' / ', '.'].some((between) => `${flow.namespace}${between}${flow.flowId}`.toLowerCase().includes(words));
}

/** How many flows have each status, as links that filter by it. */
function Statuses({ query }) {
  const [counts, setCounts] = useState({});
  const others = listPath('/flows', withoutPage(query), ['namespace', 'flowId'], 1);
  useEffect(() => {
    let gone = false;
    const load = () => document.hidden || Object.keys(STATUSES).forEach((status) =>
      request(`${others}&status=${status}`).then((answer) => {
        if (!gone) {
          setCounts((before) => ({ ...before, [status]: answer.count }));
        }
      }, () => {}));
    load();
    const timer = setInterval(load, 15000);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [others]);
  const wanted = query.get('status')?.toUpperCase();
  return html`<${Choices} label="Status" items=${[{ name: 'All', href: withQuery({ status: null, page: null }),
    current: !wanted },
    ...Object.entries(STATUSES).map(([status, tone]) => ({ name: status, count: counts[status],
      tone: counts[status] > 0 ? tone : '', current: wanted === status, href: withQuery({ status,
        page: null }) }))]} />`;
}

function List({ rows, query, config }) {
  const none = isFiltered(query, [...FILTERS, 'q'])
    ? html`<${Empty} title="No flow passes these filters">Namespace and flow must match as a whole; the
        search finds parts.
        ${' '}<a href="/console/flows">Show all flows</a></${Empty}>`
    : html`<${Empty} title="There are no flows yet">Store the first one:
        ${' '}<code>curl -X PUT --data-binary @flow.yml
        ${' '}${config.otherUrl ?? 'http://localhost:8080'}/api/flows/demo/hello</code></${Empty}>`;
  return html`<${Table} caption="Flows, the worst first" rows=${rows} id=${(flow) => `${flow.namespace}/${flow.flowId}`}
    href=${(flow) => flowView(flow.namespace, flow.flowId)} empty=${none} columns=${[
      { name: 'Flow', of: (flow) => html`<span class="lines"><strong class="nowrap">${flow.flowId}</strong>
        <span class="muted">${flow.namespace}</span></span>` },
      { name: 'Status', of: (flow) => html`<${State} of=${flow.status} tone=${toneOf(flow.status)} />` },
      { name: 'Why', wide: true, of: (flow) => html`<span class="clamp">${flow.reasons.map((reason, at) =>
        html`${at > 0 && ' · '}<${Sentence} text=${reason} />`)}</span>` },
      { name: 'Last twenty', of: (flow) => html`<${Recent} states=${flow.recent} />` },
      { name: 'Last end', of: (flow) => (flow.last ? html`<${Time} at=${flow.last.endedAt} />` : html`<span
        class="muted">never</span>`) },
      { name: 'Usual', num: true, title: 'What half of those that succeeded do not exceed, and nineteen of twenty',
        of: (flow) => html`<${Usual} of=${flow.usualDuration} />` },
      { name: 'Running', num: true, of: (flow) => count(flow.running?.count) },
      { name: 'Next', of: (flow) => html`<${Time} at=${flow.next} />` },
    ]} />`;
}

// Dates within a sentence of the server are shown as all others are.
function Sentence({ text }) {
  return text.split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/).map((part, at) => (at % 2 ? html`<${Time} at=${part} />` : part));
}

function toneOf(status) {
  return { DISABLED: 'idle', NEW: 'idle', OK: 'good', MISSED: 'bad', FAILING: 'bad' }[status] ?? 'odd';
}

function Usual({ of: usual }) {
  return usual ? html`<span class="nowrap"><${Duration} of=${usual.p50} /> <span class="muted">/ <${Duration}
    of=${usual.p95} /></span></span>`
    : html`<span class="muted">–</span>`;
}

/** The last ends of a flow, the newest at the right; those that failed are taller, not only of another colour. */
function Recent({ states, large }) {
  if (states.length === 0) {
    return html`<span class="muted">none</span>`;
  }
  const good = states.filter((state) => GOOD_ENDS.includes(state)).length;
  const [step, height, places] = large ? [14, 32, states.length] : [5, 18, 20];
  return html`<svg class="last-ends" width=${places * step} height=${height} role="img"
      aria-label=${`${good} of the last ${states.length} succeeded`}>
    ${states.map((state, at) => {
      const tall = GOOD_ENDS.includes(state) ? height * 0.55 : height;
      return html`<rect x=${(places - states.length + at) * step} y=${height - tall} width=${step - (large ? 3 : 1.5)}
        height=${tall}
        rx="1" class=${state}><title>${state}</title></rect>`;
    })}</svg>`;
}

function One({ namespace, flowId, config }) {
  const answer = useJson(pathOf('flows', namespace, flowId), { every: 3000 });
  const flow = answer.data;
  const onApi = otherView(config, ['flow', namespace, flowId]);
  const executions = otherView(config, ['executions'], { namespace, flowId });
  if (answer.error?.status === 404) {
    return html`<${Head} title=${flowId} about=${namespace} /><${Failure} error=${{ title: 'Not found',
      message: `There is no flow ${namespace} / ${flowId}.` }} /><p><a href="/console/flows">All flows</a></p>`;
  }
  return html`<${Head} title=${flowId} about=${namespace}>
      ${onApi && html`<a href=${onApi} target="_self">Definition and run →</a>`}
      ${executions && html`<a href=${executions} target="_self">Executions →</a>`}</${Head}>
    <p class="crumb"><a href="/console/flows">← All flows</a></p>
    <${Waiting} of=${answer} />
    ${flow && html`<${Detail} flow=${flow} config=${config} />`}
    <${Incidents} namespace=${namespace} flowId=${flowId} />`;
}

function Detail({ flow, config }) {
  return html`<section class="card"><p class="row"><${State} of=${flow.status} tone=${toneOf(flow.status)} />
        <span class="muted">revision ${flow.revision}</span>
        ${flow.at && html`<span class="muted">changed <${Time} at=${flow.at} /></span>`}</p>
      ${flow.reasons.length > 0 ? html`<ul class="reasons">${flow.reasons.map((reason) => html`<li><${Sentence}
        text=${reason} /></li>`)}</ul>`
        : html`<p>${flow.status === 'NEW' ? 'Nothing of it has ended yet.' : 'All is well.'}</p>`}
      <div class="row"><${Recent} states=${flow.recent} large />
        <span class="muted">${flow.recent.length > 0
          ? 'the last ends, the newest at the right; tall ones did not succeed'
          : 'no end yet'}</span></div>
      ${flow.last?.error && html`<pre class="failure-cause">${flow.last.error}</pre>`}
    </section>
    <${Facts} of=${[
      ['Last end', flow.last && html`<${Ended} of=${flow.last} config=${config} />`],
      ['Last success', flow.lastSuccess && html`<${Ended} of=${flow.lastSuccess} config=${config} />`],
      ['Failures in a row', flow.failuresInARow > 0 ? html`<a href=${`/console/failures?${new URLSearchParams({
        namespace: flow.namespace, flowId: flow.flowId })}`}>${count(flow.failuresInARow)}</a>` : '0'],
      ['Failing since', flow.failingSince && html`<${Time} at=${flow.failingSince} />`],
      ['Ended in all', count(flow.ended)],
      ['Usual duration', flow.usualDuration && html`<${Usual} of=${flow.usualDuration} />
        <span class="muted"> of ${count(flow.usualDuration.count)} that succeeded</span>`],
      ['Running', html`<${Running} of=${flow.running} config=${config} />`],
      ['Next date', flow.next && html`<${Time} at=${flow.next} />`],
      ['Paused triggers', flow.pausedTriggers > 0 ? html`<a href=${`/console/scheduler?${new URLSearchParams({
        namespace: flow.namespace, flowId: flow.flowId })}`}>${count(flow.pausedTriggers)}</a>` : '0'],
      ['Quiet', flow.quiet ? html`since <${Time} at=${flow.quiet.since} />, usually an end each
        ${' '}<${Duration} of=${flow.quiet.usual} />${flow.quiet.estimated ? ' (estimated)' : ''}` : undefined],
      ['Disabled', flow.disabled ? html`since <${Time} at=${flow.disabled.since} />${flow.disabled.by
        ? ` by ${flow.disabled.by}`
        : ''}${flow.disabled.reason ? `: ${flow.disabled.reason}` : ''}` : undefined],
    ]} />
    <h2>What is expected of it</h2>
    <${Table} caption="Expectations" rows=${flow.expects} id=${(one) => one.expectation} columns=${[
      { name: 'Expectation', of: (one) => html`<code>${one.expectation}</code>` },
      { name: 'Value', of: (one) => html`<code>${String(one.value)}</code>` },
      { name: 'State', of: (one) => html`<${State} of=${one.missedSince ? 'MISSED' : 'met'} tone=${one.missedSince
        ? 'bad' : 'good'} />` },
      { name: 'Due', of: (one) => html`<${Time} at=${one.due} />` },
      { name: 'Missed since', of: (one) => html`<${Time} at=${one.missedSince} />` },
      { name: 'Why', wide: true, of: (one) => one.reason && html`<${Sentence} text=${one.reason} />` },
    ]} empty=${html`<${Empty}
      title="Nothing is expected of it">With <code>expect: {successEvery: P1D}</code> in the flow, an
      incident opens when no execution has succeeded for a day.</${Empty}>`} />`;
}

function Ended({ of: end, config }) {
  const to = executionView(config, end.executionId);
  return html`<span class="row">${end.state && html`<${State} of=${end.state} />`}
    ${to ? html`<a href=${to} target="_self" title=${end.executionId}><${Time} at=${end.endedAt} /></a>`
      : html`<span title=${end.executionId}><${Time} at=${end.endedAt} /></span>`}</span>`;
}

function Running({ of: running, config }) {
  if (!running) {
    return html`<span class="muted">not known</span>`;
  }
  const oldest = running.oldest;
  const to = oldest && executionView(config, oldest.executionId);
  return html`${count(running.count)}${oldest && html`, the oldest since
    ${' '}${to ? html`<a href=${to} target="_self"><${Time} at=${oldest.createdAt} /></a>` : html`<${Time}
      at=${oldest.createdAt} />`}`}
    ${running.longerThanUsual && html` <${State} of="longer than usual" tone="odd" />`}`;
}

function Incidents({ namespace, flowId }) {
  const answer = useJson(`/incidents?${new URLSearchParams({ namespace, flowId })}`, { every: 5000 });
  const open = answer.data?.incidents ?? [];
  return html`<h2>Open incidents</h2>
    ${answer.error && html`<${Failure} error=${answer.error} retry=${answer.reload} />`}
    <${Table} caption="Open incidents of this flow" rows=${open} id=${(one) => one.id}
      href=${(one) => pathOf('console', 'incidents', one.id)} columns=${[
        { name: 'Kind', of: (one) => one.kind },
        { name: 'Severity', of: (one) => html`<${State} of=${one.severity} tone=${one.severity === 'critical' ? 'bad'
          : 'odd'} />` },
        { name: 'Cause', wide: true, of: (one) => html`<span class="clamp">${one.cause}</span>` },
        { name: 'Since', of: (one) => html`<${Time} at=${one.since} />` },
      ]} empty=${answer.data && html`<p class="muted">None.</p>`} />`;
}
