// Why executions fail: all that failed for one cause together, and how to restart them.
import { html, useState } from '../lib/html.js';
import { curl, mayChange, useJson, useRoles } from '../lib/api.js';
import { otherView, executionView, flowView } from '../lib/links.js';
import { pathOf, withQuery } from '../lib/router.js';
import { exact, Time } from '../lib/time.js';
import { Copy, count, Dialog, Empty, Facts, Head, Waiting } from '../ui/basic.js';
import { Choices, FlowFilters, isFiltered, listPath, PageLinks, Select, withoutPage } from '../ui/filters.js';
import { Table } from '../ui/table.js';

const HOUR = 3600000;
const HOURS = 24;
const FILTERS = ['namespace', 'flowId', 'taskType'];
const MOST_TYPES = 12;
const SINCE = [['', 'The last day'], ['12', 'The last 12 hours'], ['6', 'The last 6 hours'], ['1', 'The last hour']];

export default function Failures({ rest, query, config }) {
  return rest.length > 0 ? html`<${One} cause=${rest[0]} query=${query} config=${config} />`
    : html`<${All} query=${query} config=${config} />`;
}

// The route counts since a date, to the hour; the address keeps how long ago that is, so that it stays true.
function request(query, size) {
  const path = listPath('/failures', query, FILTERS, size);
  const hours = Number(query.get('hours'));
  return hours > 0 ? `${path}&from=${new Date(Math.floor((Date.now() - hours * HOUR) / HOUR) * HOUR).toISOString()}`
    : path;
}

function All({ query, config }) {
  const answer = useJson(request(query), { every: 5000 });
  const data = answer.data;
  const rows = data?.causes.flatMap((one) => one.flows) ?? [];
  const total = data?.causes.reduce((sum, one) => sum + one.failures, 0);
  return html`<${Head} title="Failures" 
      about="Executions that failed for the same reason, together; the most frequent first.">
      ${data && html`<span class="muted">${count(data.count)} ${data.count === 1 ? 'cause' : 'causes'},
        ${' '}${count(total)} failures on this page</span>`}</${Head}>
    <div class="filters">
      <${Select} name="hours" label="Since" query=${query} options=${SINCE} />
      <${FlowFilters} query=${query} rows=${rows} />
    </div>
    <${Types} of=${data?.taskTypes ?? []} query=${query} />
    <${Waiting} of=${answer} />
    ${data && !data.ready && html`<p
      class="banner">This instance has not read all flows yet: causes may be missing.</p>`}
    ${data && html`<${Table} caption="Causes of failures, the most frequent first" rows=${data.causes}
      id=${(one) => one.cause} href=${(one) => oneCause(one, query)}
      empty=${isFiltered(query, [...FILTERS, 'hours']) ? html`<${Empty}
        title="Nothing has failed that passes these filters">
          <a href="/console/failures">Show all failures of the last day</a></${Empty}>`
        : html`<${Empty} title="Nothing has failed within a day">What fails is here within seconds, by its cause.
          ${' '}How each flow is doing: <a href="/console/flows">Flows</a>.</${Empty}>`}
      columns=${[
        { name: 'Cause', wide: true, of: (one) => html`<span class="lines">
          <span class="clamp failure-cause">${one.message}</span>
          ${one.taskType && html`<span class="muted">${one.taskType}</span>`}</span>` },
        { name: 'Failures', num: true, of: (one) => html`<strong><${Failed} of=${one} config=${config} /></strong>` },
        { name: 'Last 24 hours', of: (one) => html`<${Trend} hours=${one.hours} />` },
        { name: 'Last and first', of: (one) => html`<span class="lines"><${Time} at=${one.last} />
          <span class="muted"><${Time} at=${one.first} /></span></span>` },
        { name: 'Flows', of: (one) => html`<${FlowNames} flows=${one.flows} />` },
        { name: 'Example', of: (one) => html`<${Execution} of=${one.example} config=${config} />` },
        { name: 'Restart', of: (one) => html`<${Restart} cause=${one} config=${config} />` },
      ]} />
    <${PageLinks} of=${data} total=${data.count} />`}`;
}

/** What fails by the type of the task, as links that filter by it. */
function Types({ of: types, query }) {
  const wanted = query.get('taskType');
  const named = types.filter((one) => one.taskType).slice(0, MOST_TYPES);
  if (!wanted && named.length < 2) {
    return null;
  }
  const chosen = wanted && !named.some((one) => one.taskType === wanted) ? [{ taskType: wanted }] : [];
  return html`<${Choices} label="Type of the task that failed" items=${[
    { name: 'All types', href: withQuery({ taskType: null, page: null }), current: !wanted },
    ...[...named, ...chosen].map((one) => ({ name: one.taskType, count: one.failures, current: one.taskType === wanted,
      href: withQuery({ taskType: one.taskType, page: null }) }))]} />`;
}

function oneCause(one, query) {
  const kept = withoutPage(query);
  return pathOf('console', 'failures', one.cause) + (kept.size ? `?${kept}` : '');
}

/** How many failed, as a link to them on the port of the API; flow: only those of one. */
function Failed({ of: one, flow, config }) {
  const to = otherView(config, ['executions'], { cause: one.cause, namespace: flow?.namespace, flowId: flow?.flowId,
    range: 'P7D' });
  const text = count((flow ?? one).failures);
  return to ? html`<a href=${to} target="_self" title="The executions that failed for it">${text}</a>` : text;
}

function FlowNames({ flows }) {
  const [first, ...others] = flows;
  return html`<span class="lines nowrap">${first && html`
    <a href=${flowView(first.namespace, first.flowId)}>${first.flowId}</a>
    <span class="muted">${first.namespace}${others.length > 0 && `, and ${others.length} more`}</span>`}</span>`;
}

function Execution({ of: example, config }) {
  const to = executionView(config, example.executionId);
  const short = example.executionId.slice(0, 8);
  return to ? html`<a href=${to} target="_self" title=${example.executionId}><code>${short}</code></a>`
    : html`<code title=${example.executionId}>${short}</code>`;
}

/** Failures by the hour, the present hour last; an hour without any is empty. */
function hourly(hours) {
  const now = Math.floor(Date.now() / HOUR);
  const found = new Map(hours.map((one) => [Math.floor(Date.parse(one.hour) / HOUR), one.failures]));
  return Array.from({ length: HOURS }, (unused, at) => ({ hour: (now - HOURS + 1 + at) * HOUR,
    failures: found.get(now - HOURS + 1 + at) ?? 0 }));
}

function Trend({ hours, wide }) {
  const bars = hourly(hours);
  const most = Math.max(1, ...bars.map((one) => one.failures));
  const [width, height, gap] = wide ? [30, 110, 4] : [4, 22, 1];
  const sum = bars.reduce((before, one) => before + one.failures, 0);
  const label = `${sum} in the last 24 hours, at most ${most} in one of them`;
  return html`<svg class="trend" viewBox=${`0 0 ${HOURS * width} ${height}`} role="img" aria-label=${label}
      width=${wide ? '100%' : HOURS * width} height=${height} preserveAspectRatio="none">
    ${bars.map((one, at) => {
      const tall = one.failures === 0 ? 1 : Math.max(3, Math.round((one.failures / most) * height));
      return html`<rect x=${at * width} y=${height - tall} width=${width - gap} height=${tall}
        class=${one.failures ? 'some' : ''}><title>${exact(one.hour)}: ${count(one.failures)}</title></rect>`;
    })}</svg>`;
}

// The route knows lists only: one cause is looked for among as many as it gives at once.
function One({ cause, query, config }) {
  const answer = useJson(request(withoutPage(query), 10000), { every: 10000 });
  const one = answer.data?.causes.find((each) => each.cause === cause);
  return html`<${Head} title=${one ? 'A cause of failures' : 'Failures'} about=${html`<code>${cause}</code>`}>
      ${one && html`<${Restart} cause=${one} config=${config} />`}</${Head}>
    <p class="crumb"><a href=${`/console/failures${query.size ? `?${query}` : ''}`}>← All causes</a></p>
    <${Waiting} of=${answer} />
    ${answer.data && !one && html`<${Empty}
      title="Nothing failed for this cause within that time">Causes are remembered for a
      day, the last 20 of each flow. <a href="/console/failures">Show all of the last day</a></${Empty}>`}
    ${one && html`<${Detail} one=${one} config=${config} />`}`;
}

function Detail({ one, config }) {
  const hours = hourly(one.hours);
  return html`<pre class="failure-cause">${one.message}</pre>
    <${Facts} of=${[
      ['Failures', html`<${Failed} of=${one} config=${config} />`],
      ['Type of the task', one.taskType ?? undefined],
      ['First', html`<${Time} at=${one.first} />`],
      ['Last', html`<${Time} at=${one.last} />`],
      ['Example', html`<${Execution} of=${one.example} config=${config} /> <span class="muted">ended
        ${' '}<${Time} at=${one.example.endedAt} /></span>`],
    ]} />
    <section class="card"><h2>By the hour</h2><${Trend} hours=${one.hours} wide />
      <p class="trend-axis muted"><span>${exact(hours[0].hour)}</span>
        <span>${exact(hours[HOURS - 1].hour)}</span></p></section>
    <h2>Flows</h2>
    <${Table} caption="Flows that fail for this cause" rows=${one.flows}
      id=${(flow) => `${flow.namespace}/${flow.flowId}`}
      href=${(flow) => flowView(flow.namespace, flow.flowId)} columns=${[
        { name: 'Flow', of: (flow) => `${flow.namespace} / ${flow.flowId}` },
        { name: 'Failures', num: true, of: (flow) => html`<${Failed} of=${one} flow=${flow} config=${config} />` },
      ]} />`;
}

// The restart is a request to the other port, which this page may not ask: it says how.
function Restart({ cause, config }) {
  useRoles();
  const [open, setOpen] = useState(false);
  if (!mayChange()) {
    return null;
  }
  return html`<button onClick=${() => setOpen(true)}>Restart all…</button>
    ${open && html`<${Dialog} title="Restart all that failed" wide close=${() => setOpen(false)}>
      <${RestartSteps} cause=${cause} config=${config} /></${Dialog}>`}`;
}

function RestartSteps({ cause, config }) {
  const { method, path, body } = cause.restart;
  const { dryRun, ...real } = body;
  const at = new URL(path, config.otherUrl ?? 'http://localhost:8080').href;
  const list = otherView(config, ['executions'], body.filter);
  return html`<p>${count(cause.failures)} ${cause.failures === 1 ? 'execution' : 'executions'} failed for this cause.
      ${' '}A restart keeps what succeeded and runs the rest anew. An execution that was restarted before is left
      as it is.</p>
    <p class="clamp failure-cause">${cause.message}</p>
    <${Step} title="1. See what it would touch" text=${curl(at, { method, body: { ...real, dryRun: true } })} />
    <${Step} title="2. Restart them" text=${curl(at, { method, body: real })} />
    <p class="muted">${config.otherUrl ? html`The port of the API, ${config.otherUrl}, takes these requests.`
      : 'The port of the API takes these requests; put its address in place of localhost:8080.'}
      ${list && html` <a href=${list} target="_self">See and restart them there →</a>`}</p>`;
}

function Step({ title, text }) {
  return html`<div class="step"><h3>${title}</h3><${Copy} text=${text} label="Copy" title=${title} /></div>
    <pre class="curl">${text}</pre>`;
}
