// What is wrong in the whole cluster now, the worst first; one of them with its history; who looks after it.
import { html, useState } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { flowView, viewOfLink, viewOfRoute } from '../lib/links.js';
import { pathOf } from '../lib/router.js';
import { span, Time, useNow } from '../lib/time.js';
import { Change, count, Empty, Facts, Failure, Head, State, Waiting } from '../ui/basic.js';
import { FlowFilters, isFiltered, listPath, PageLinks, Select } from '../ui/filters.js';
import { Table } from '../ui/table.js';

const KINDS = {
  'instance-duplicate': 'Several processes with one instance id',
  'instance-silent': 'An instance is silent',
  'streams-failed': 'Kafka Streams has failed',
  'repository-failing': 'The repository takes no documents',
  'newer-records': 'Records of a newer version',
  'canary-failing': 'Canaries fail',
  'evaluation-failing': 'A trigger cannot be evaluated',
  'expectation-missed': 'An expectation is missed',
  'flow-failing': 'A flow fails',
  'task-stuck': 'A task run is stuck',
  'dead-letters': 'Records were put aside',
  'retention-failing': 'Old documents cannot be deleted',
  'storage-filling': 'A disk fills up',
  'events-not-delivered': 'Events are not delivered',
  'flow-files-broken': 'Files hold no valid flow',
  'plugin-failed': 'A plugin was not loaded',
};
// What the first segment of a route shows, for the link to it.
const SHOWS = { flows: 'Flow', worker: 'Task run', scheduler: 'Trigger', kafkastreams: 'Streams client',
  storage: 'Storage',
  indexer: 'Indexer', events: 'Events', health: 'Health', cluster: 'Instances' };
const FILTERS = ['kind', 'namespace', 'flowId'];
const TONES = { critical: 'bad', warning: 'odd' };

export default function Incidents({ rest, query, config }) {
  return rest.length > 0 ? html`<${One} id=${rest[0]} config=${config} />` : html`<${All} query=${query}
    config=${config} />`;
}

function nameOf(kind) {
  return KINDS[kind] ?? kind;
}

function All({ query, config }) {
  const answer = useJson(listPath('/incidents', query, FILTERS), { every: 3000 });
  const data = answer.data;
  const subjects = data?.incidents.map((one) => one.subject) ?? [];
  return html`<${Head} title="Incidents" about="What is wrong in the whole cluster now,
    each thing once. It closes by itself when it is over.">
      ${data && html`<span class="muted">${count(data.openCount)} open, seen <${Time}
        at=${data.sampledAt} /></span>`}</${Head}>
    <div class="filters">
      <${Select} name="kind" label="Kind" query=${query} options=${[['', 'All kinds'], ...Object.entries(KINDS)]} />
      <${FlowFilters} query=${query} rows=${subjects.filter((one) => one.flowId)} />
    </div>
    <${Waiting} of=${answer} />
    ${data && html`<${Table} caption="Open incidents, the worst first" rows=${data.incidents} id=${(one) => one.id}
      href=${(one) => pathOf('console', 'incidents', one.id)}
      empty=${isFiltered(query, FILTERS) ? html`<${Empty} title="No open incident passes these filters">
          <a href="/console/incidents">Show all open incidents</a></${Empty}>`
        : html`<${Empty} title="Nothing is wrong">No incident is open in the whole cluster. What failed once, without an
          incident, is among the <a href="/console/failures">failures</a>.</${Empty}>`}
      columns=${[
        { name: 'What', wide: true, of: (one) => html`<span class="lines"><span class="row"><${Severity} of=${one} />
          <strong>${nameOf(one.kind)}</strong></span><${Subject} of=${one.subject} /></span>` },
        { name: 'Cause', wide: true, of: (one) => html`<span class="clamp" title=${one.cause}>${one.cause}</span>` },
        { name: 'Since', of: (one) => html`<${Time} at=${one.since} />` },
        { name: 'Events', num: true, title: 'How many events it stands for', of: (one) => count(one.count) },
        { name: 'Looked after by', of: (one) => html`<${Keeper} of=${one.acknowledged} />` },
        { name: 'What to do', of: (one) => html`<span class="lines nowrap">
          <a href=${viewOfRoute(one.runbook)}>Runbook</a>
          <${Route} of=${one} answeredBy=${data.answeredBy} /></span>` },
      ]} />
    <${PageLinks} of=${data} total=${data.openCount} />`}`;
}

function Severity({ of: incident }) {
  return html`<${State} of=${incident.severity} tone=${TONES[incident.severity]} />`;
}

// What an incident is about; one of a flow is named by it, all others by what the subject holds.
function Subject({ of: subject }) {
  const { namespace, flowId, ...others } = subject;
  const names = Object.entries(others).map(([key, value]) => (key === 'triggerId' ? value : `${key} ${value}`));
  return html`<span class="muted">${[flowId
    && `${namespace} / ${flowId}`, ...names].filter(Boolean).join(' · ')}</span>`;
}

function Keeper({ of: acknowledged }) {
  return acknowledged ? html`<span class="lines keeper"><span>${acknowledged.note}</span><span class="muted">
    ${acknowledged.by ?? 'somebody'}, <${Time} at=${acknowledged.at} /></span></span>`
    : html`<span class="muted">nobody yet</span>`;
}

// What only the reporting instance knows is shown there; what all know, and what this one reports, here.
function Route({ of: incident, answeredBy }) {
  const everywhere = /^\/(flows|cluster|failures)(\/|$)/.test(incident.route ?? '');
  if (incident.route && (everywhere || !answeredBy || incident.instance === answeredBy || !incident.link)) {
    return html`<a href=${viewOfRoute(incident.route)}
      title=${incident.route}>${SHOWS[incident.route.split('/')[1]] ?? incident.route}</a>`;
  }
  return incident.link ? html`<a href=${viewOfLink(incident.link)} target="_self" title=${incident.link}>
    ${SHOWS[incident.route?.split('/')[1]] ?? incident.route} on ${incident.instance}</a>`
    : null;
}

function One({ id, config }) {
  const answer = useJson(pathOf('incidents', id), { every: 3000 });
  const incident = answer.data;
  if (answer.error?.status === 404) {
    return html`<${Head} title="Incident" /><${Failure} error=${{ title: 'Not found',
      message: `There is no incident ${id}.`,
      hint: 'Incidents are shown for a day after they were closed.' }} /><p><a
        href="/console/incidents">All open incidents</a></p>`;
  }
  return html`<${Head} title=${incident ? nameOf(incident.kind) : 'Incident'}
      about=${incident ? html`<${Subject} of=${incident.subject} />` : id}>
      ${incident && !incident.closedAt && html`<${Acknowledge} incident=${incident} config=${config}
        done=${answer.reload} />`}
    </${Head}>
    <p class="crumb"><a href="/console/incidents">← All open incidents</a></p>
    <${Waiting} of=${answer} />
    ${incident && html`<${Detail} incident=${incident} config=${config} />`}`;
}

function Detail({ incident, config }) {
  const { namespace, flowId } = incident.subject;
  return html`<section class="card incident ${incident.closedAt ? '' : TONES[incident.severity] ?? ''}">
      <p class="row"><${Severity} of=${incident} />
        ${incident.closedAt ? html`<${State} of="closed" tone="good" /> <${Time} at=${incident.closedAt} />`
          : html`<${State} of="open" tone="idle" /> <${Age} since=${incident.since} />`}</p>
      <p class="incident-cause">${incident.cause}</p>
      <div class="actions"><a class="button" href=${viewOfRoute(incident.runbook)}>Runbook: what to do</a>
        <${Route} of=${incident} answeredBy=${config.instance} />
        ${flowId && html`${!incident.route?.startsWith('/flows/') && html`<a href=${flowView(namespace,
          flowId)}>Flow</a>`}
          <a href=${`/console/failures?${new URLSearchParams({ namespace, flowId })}`}>Its failures</a>`}</div>
    </section>
    <${Facts} of=${[
      ['Began', html`<${Time} at=${incident.since} />`],
      ['Found', html`<${Time} at=${incident.openedAt} />`],
      ['Events', count(incident.count)],
      ['Last written', html`<${Time} at=${incident.lastSeenAt} />`],
      ['Reported by', html`<a href=${pathOf('console', 'cluster', incident.instance)}>${incident.instance}</a>`],
      ['Looked after by', html`<${Keeper} of=${incident.acknowledged} />`],
      ['Kind', html`<code>${incident.kind}</code>`],
      ['Id', html`<code>${incident.id}</code>`],
      ...Object.entries(incident.subject).filter(([name]) => name !== 'namespace' && name !== 'flowId')
        .map(([name, value]) => [name, String(value)]),
    ]} />
    <h2>History</h2>
    ${incident.history.length === 0 ? html`<${Empty} title="Nothing has been written yet" />` : html`<ol
      class="incident-history">
      ${[...incident.history].reverse().map((event) => html`<li class=${event.event}>
        <span class="row"><strong>${event.event}</strong> <span class="muted"><${Time} at=${event.at} /></span>
          <span class="muted num">${event.count} ${event.count === 1 ? 'event' : 'events'}</span></span>
        ${event.detail && html`<div>${event.detail}</div>`}</li>`)}</ol>`}`;
}

function Age({ since }) {
  return html`<span>for ${span(useNow() - new Date(since).getTime())}</span>`;
}

// Without users nobody knows who asks: the note then begins with a name, as in "Ada: the partner is down until noon".
function Acknowledge({ incident, config, done }) {
  const [who, setWho] = useState('');
  const [why, setWhy] = useState('');
  const note = config.users || !who ? why : `${who}: ${why}`;
  return html`<${Change} label=${incident.acknowledged ? 'Acknowledge anew' : 'Acknowledge'} done=${done}
    ask=${html`The others see who looks after it and why. It closes nothing, and silences no alert.
      ${incident.acknowledged ? ' It replaces what stands there now.' : ''}`}
    change=${{ method: 'POST', path: pathOf('incidents', incident.id), body: { acknowledged: note } }}>
    ${!config.users && html`<label>Who <input name="who" value=${who} autocomplete="name" placeholder="Ada" required
      onInput=${(event) => setWho(event.target.value)} /></label>`}
    <label>Why <input name="why" value=${why} required placeholder="the partner is down until noon"
      onInput=${(event) => setWhy(event.target.value)} /></label>
  </${Change}>`;
}
