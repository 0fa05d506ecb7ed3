// All flows: how each does, when it runs next, and what can be done with it.
import { html, useRef } from '../lib/html.js';
import { curl, mayChange, useJson, useRoles } from '../lib/api.js';
import { setQuery, withQuery } from '../lib/router.js';
import { Time } from '../lib/time.js';
import { Empty, Head, Pages, Search, Waiting, count } from '../ui/basic.js';
import { FlowStatus, Recent, Remove, STATUSES, Switch, flowPage } from '../ui/flows.js';
import { Table } from '../ui/table.js';

const SIZE = 50;

export default function Flows({ query }) {
  useRoles();
  const page = Math.max(0, Number(query.get('page')) || 0);
  const asked = new URLSearchParams({ health: 'true', page, size: SIZE });
  for (const name of ['namespace', 'text', 'status']) {
    if (query.get(name)) {
      asked.set(name, query.get(name));
    }
  }
  const answer = useJson(`/api/flows?${asked}`, { every: 5000 });
  const last = useRef();
  last.current = answer.data ?? last.current;
  const found = last.current;
  const filtered = ['namespace', 'text', 'status'].some((name) => query.get(name));
  return html`<${Head} title="Flows" about=${found ? `${count(found.total)} ${filtered ? 'found' : 'in all'}` : ''}>
      ${mayChange() && html`<a class="button primary" href="/console/edit">New flow</a>`}</${Head}>
    <div class="filters">
      <${Search} label="Search in names and descriptions" placeholder="Search   /" value=${query.get('text') ?? ''}
        onChange=${(text) => setQuery({ text, page: null })} />
      <label>Status <select value=${query.get('status') ?? ''} onChange=${(event) =>
          setQuery({ status: event.target.value, page: null })}>
        <option value="">all</option>
        ${Object.entries(STATUSES).map(([name, meaning]) => html`<option value=${name}
          title=${meaning}>${name}</option>`)}
      </select></label>
      ${query.get('namespace') && html`<a class="filter-chip" href=${withQuery({ namespace: null, page: null })}
        aria-label=${`All namespaces, not only ${query.get('namespace')}`}>${query.get('namespace')} <span
        aria-hidden="true">✕</span></a>`}
    </div>
    <${Waiting} of=${found ? { ...answer, data: found } : answer} />
    ${found && html`<div class="flows"><${Table} caption="Flows" rows=${found.items}
        id=${(flow) => `${flow.namespace}/${flow.id}`}
        href=${(flow) => flowPage(flow.namespace, flow.id)} columns=${columns(answer.reload)}
        empty=${filtered ? html`<${Empty} title="No flow is like that">
            <a href="/console/flows">Show all of them</a>.</${Empty}>` : html`<${First} />`} /></div>
      <${Pages} page=${page} size=${SIZE} total=${found.total} more=${(page + 1) * SIZE < found.total}
        to=${(next) => withQuery({ page: next || null })} />`}`;
}

function columns(reload) {
  return [
    { name: 'Flow', wide: true, of: (flow) => html`<strong>${flow.id}</strong>` },
    { name: 'Namespace', of: (flow) => html`<a class="plain"
      href=${withQuery({ namespace: flow.namespace, page: null })} title="Only this namespace">${flow.namespace}</a>` },
    { name: 'Status', of: ({ health }) => html`<${FlowStatus} of=${health?.status} />` },
    { name: 'Recent', title: 'The last executions that ended, the newest on the right; a high bar failed',
      of: ({ health }) => (health?.last ? html`<a href=${`/console/execution/${health.last.executionId}`}
        title=${health.last.error}><${Recent} states=${health.recent} /></a>` : html`<${Recent} />`) },
    { name: 'Last success', of: ({ health }) => html`<${Time} at=${health?.lastSuccess} />` },
    { name: 'Next', title: 'The next date of its triggers', of: ({ health }) => html`<${Time} at=${health?.next} />` },
    { name: 'Running', num: true, of: ({ health }) => html`<span class="num">${health?.running ?? '–'}</span>` },
    mayChange() && { name: html`<span class="hidden">Changes</span>`, of: (flow) => html`<span class="row-actions">
      <a class="button quiet" href=${flowPage(flow.namespace, flow.id, '?tab=run')}
        aria-label=${`Run ${flow.id}`}>Run</a>
      <${Switch} flow=${flow} done=${reload} quiet /><${Remove} flow=${flow} done=${reload} /></span>` },
  ];
}

function First() {
  return html`<${Empty} title="There are no flows yet">
    ${mayChange() ? html`<a href="/console/edit">Write the first one</a>, or store one: ` : 'Store one: '}
    <code>${curl('/api/flows/demo/hello', { method: 'PUT', type: 'application/yaml', body: '@hello.yaml' })}</code>
  </${Empty}>`;
}
