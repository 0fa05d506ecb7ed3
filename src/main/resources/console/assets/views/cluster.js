// All instances of the cluster as this one sees them, which may be stopped, and the switch of the maintenance.
import { html } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { pathOf } from '../lib/router.js';
import { Duration, Time } from '../lib/time.js';
import { Bar, Change, count, Empty, Facts, Failure, Figure, Head, State, Waiting } from '../ui/basic.js';
import { Exact, isFiltered, PageLinks, Select, slice } from '../ui/filters.js';
import { Table } from '../ui/table.js';

const ROLES = ['api', 'executor', 'indexer', 'scheduler', 'worker'];
const TONES = { live: 'good', silent: 'bad', unknown: 'odd', deaf: 'bad', current: 'good', running: 'good',
  starting: 'busy', draining: 'odd', drained: 'odd', fenced: 'bad' };

const BEGIN = 'All workers drain, and nothing is fired: what runs goes on to its end, and what is due waits. '
  + 'Executions that somebody asks for are still created; their task runs wait.';
const END = 'Workers go on with what waits, and triggers fire again. About the dates that passed, recoverMissed of '
  + 'each trigger decides.';

export default function Cluster({ rest, query, config }) {
  const wanted = new URLSearchParams();
  ['role', 'instance'].filter((name) => query.get(name)).forEach((name) => wanted.set(name, query.get(name)));
  if (rest.length > 0) {
    wanted.set('instance', rest[0]);
  }
  const answer = useJson(`/cluster${wanted.size ? `?${wanted}` : ''}`, { every: 3000 });
  const cluster = answer.data;
  return html`${rest.length > 0 ? html`<${Head} title=${rest[0]} about="One instance of the cluster" />
      <p class="crumb"><a href="/console/cluster">← All instances</a></p>`
    : html`<${Head} title="Cluster" about="Every instance, as the one that answers sees it.">
      ${cluster && html`<${Maintenance} cluster=${cluster} done=${answer.reload} />`}</${Head}>`}
    <${Waiting} of=${answer} />
    ${cluster && html`<${Banner} cluster=${cluster} /><${Hearing} of=${cluster.hearing} by=${cluster.answeredBy} />
      ${rest.length > 0 ? html`<${Instances} cluster=${cluster} id=${rest[0]} />`
        : html`<${All} cluster=${cluster} query=${query} config=${config} />`}`}`;
}

function Maintenance({ cluster, done }) {
  if (cluster.maintenance && !cluster.maintenance.unreadable) {
    return html`<${Change} label="End the maintenance" done=${done}
      ask=${END}
      change=${{ method: 'POST', path: '/cluster', body: { state: 'running' } }} />`;
  }
  return html`<${Change} label="Begin a maintenance" danger reason done=${done}
    ask=${BEGIN}
    change=${{ method: 'POST', path: '/cluster', body: { state: 'maintenance' } }} />`;
}

function Banner({ cluster }) {
  const maintenance = cluster.maintenance;
  if (!maintenance) {
    return null;
  }
  const running = Object.entries(cluster.running ?? {});
  return html`<section class="banner" aria-label="Maintenance" role="status">
    <p class="row"><strong>The cluster is in maintenance</strong>
      ${maintenance.since && html`<span>since <${Time} at=${maintenance.since} /></span>`}
      ${maintenance.by && html`<span>by ${maintenance.by}</span>`}
      <${Quiescent} of=${cluster.quiescent} /></p>
    ${maintenance.reason && html`<p>${maintenance.reason}</p>`}
    ${maintenance.unreadable && html`<p>The record of the switch cannot be read,
      so nothing begins here: ${maintenance.unreadable}</p>`}
    ${running.length > 0 && html`<p>Still runs:
      ${' '}${running.map(([id, runs]) => `${count(runs)} on ${id}`).join(', ')}.</p>`}
    ${cluster.unheard?.length > 0 && html`<p>Not heard of yet from ${cluster.unheard.join(', ')}.</p>`}
  </section>`;
}

function Quiescent({ of: quiescent }) {
  return quiescent ? html`<${State} of="quiescent" tone="good" title="Nothing runs, and nothing can begin" />`
    : html`<${State} of=${quiescent === null ? 'not known whether quiescent' : 'not quiescent yet'} tone="odd" />`;
}

function Hearing({ of: hearing, by }) {
  return hearing.state === 'current' ? null : html`<${Failure} error=${{ title: 'No heartbeats',
    message: `${by} hears no heartbeats, not even its own: the broker is away.`,
    hint: 'What stands here is what it knew before.' }} />`;
}

function All({ cluster, query, config }) {
  const { totals } = cluster;
  const versions = new Set(cluster.instances.map((one) => `${one.version} ${one.summary?.commit ?? ''}`.trim()));
  const shown = slice([...cluster.instances].sort(worstFirst), query);
  return html`<div class="figures">
      <${Figure} name="Instances" value=${count(totals.instances)} />
      <${Figure} name="Live" value=${count(totals.live)} tone=${totals.live < totals.instances ? '' : 'good'} />
      <${Figure} name="Silent" value=${count(totals.silent)} tone=${totals.silent ? 'bad' : ''} />
      <${Figure} name="Unreachable" value=${count(totals.unreachable)} tone=${totals.unreachable ? 'bad' : ''} />
      ${totals.unknown > 0 && html`<${Figure} name="Unknown" value=${count(totals.unknown)} tone="odd" />`}
      <${Figure} name="Slots in use" value=${count(totals.slots?.used)} unit=${`of ${count(totals.slots?.max)}`} />
      <${Figure} name="Versions" value=${versions.size} tone=${versions.size > 1 ? 'odd' : ''}
        title=${[...versions].join(', ')} />
    </div>
    <ul class="roles" aria-label="Instances by role">${ROLES.map((role) => html`
      <li class=${totals.roles?.[role] ? '' : 'none'}><a href=${`/console/cluster?role=${role}`}>${role}</a>
        ${' '}<span class="num">${totals.roles?.[role] ?? 0}</span></li>`)}</ul>
    <div class="filters">
      <${Select} name="role" label="Role" query=${query}
        options=${[['', 'All roles'], ...ROLES.map((role) => [role, role])]} />
      <${Exact} name="instance" label="Instance or host" query=${query}
        options=${cluster.instances.flatMap((one) => [one.id, one.host].filter(Boolean))} />
      ${isFiltered(query, ['role', 'instance']) && html`<a href="/console/cluster">Show all</a>`}
      <span class="muted">answered by ${cluster.answeredBy}, asked <${Time} at=${cluster.sampledAt} /></span>
    </div>
    ${cluster.problem && html`<${Empty} title="No instance passes these filters">${cluster.problem}</${Empty}>`}
    <${Table} caption="Instances" rows=${shown.rows} id=${(one) => `${one.id} ${one.incarnation}`}
      href=${(one) => pathOf('console', 'cluster', one.id)} columns=${[
        { name: 'Instance', of: (one) => html`<span class="lines"><strong class="nowrap">${one.id}</strong>
          <span class="muted nowrap">${one.host}${one.id === config.instance ? ' · this one' : ''}</span></span>` },
        { name: 'State', of: (one) => html`<${States} of=${one} />` },
        { name: 'Roles', of: (one) => html`<span class="tags">
          ${one.roles.map((role) => html`<span class="tag">${role}</span>`)}</span>` },
        { name: 'Version', of: (one) => html`<span class="lines"><span class="nowrap">${one.version ?? '–'}</span>
          <code class="muted">${one.summary?.commit ?? ''}</code></span>` },
        { name: 'Heartbeat', of: (one) => (one.heartbeatAge ? html`<span class="nowrap"><${Duration}
          of=${one.heartbeatAge} /> ago</span>` : html`<span class="muted">–</span>`) },
        { name: 'Slots', of: (one) => html`<${Slots} of=${one} />` },
        { name: 'Safe to stop', wide: true, of: (one) => html`<${Safe} of=${one} short />` },
      ]} />
    <${PageLinks} of=${shown} />
    <${Unreachable} of=${cluster.unreachable} />`;
}

function worstFirst(one, other) {
  const rank = (instance) => (instance.duplicate ? 0 : ['silent', 'unknown', 'live'].indexOf(instance.state) + 1);
  return rank(one) - rank(other) || one.id.localeCompare(other.id);
}

function States({ of: instance }) {
  const worker = instance.workerState;
  return html`<span class="lines"><${State} of=${instance.state} tone=${TONES[instance.state]} />
    ${instance.duplicate && html`<${State} of="duplicate id" tone="bad" />`}
    ${instance.summary && instance.summary.status !== 'UP' && html`<${State} of=${instance.summary.status} />`}
    ${worker && worker !== 'running' && html`<${State} of=${`worker ${worker}`} tone=${TONES[worker]} />`}</span>`;
}

function Slots({ of: { slots } }) {
  return slots ? html`<span class="slots"><span class="num nowrap">${count(slots.used)} of ${count(slots.max)}</span>
    <${Bar} ratio=${slots.max ? slots.used / slots.max : 0} label=${`${slots.used} of ${slots.max} slots in use`}
      tone=${slots.used >= slots.max ? 'bad' : ''} /></span>` : html`<span class="muted">no worker</span>`;
}

function Safe({ of: { safeToStop, reasons }, short }) {
  const word = safeToStop === null ? 'not known' : safeToStop ? 'yes' : 'no';
  const shown = short ? reasons.slice(0, 3) : reasons;
  const kind = safeToStop === null ? 'odd' : safeToStop ? 'good' : 'idle';
  return html`<span class="lines"><${State} of=${word} tone=${kind} />
    ${shown.map((reason) => html`<span class="muted" title=${reason.kind}>${reason.detail}</span>`)}
    ${reasons.length > shown.length && html`<span
      class="muted">and ${reasons.length - shown.length} more reasons</span>`}</span>`;
}

function Unreachable({ of: unreachable }) {
  return unreachable?.length > 0 && html`<h2>Unreachable</h2>
    <${Table} caption="Instances that could not be asked" rows=${unreachable}
      id=${(one) => `${one.id} ${one.managementUrl}`}
      href=${(one) => pathOf('console', 'cluster', one.id)} columns=${[
        { name: 'Instance', of: (one) => one.id },
        { name: 'Reason', of: (one) => html`<${State} of=${one.reason} tone="bad" />` },
        { name: 'Detail', wide: true, of: (one) => one.detail },
        { name: 'Asked at', of: (one) => html`<code>${one.managementUrl ?? '–'}</code>` },
      ]} />`;
}

function Instances({ cluster, id }) {
  const found = cluster.instances.filter((one) => one.id === id);
  if (found.length === 0) {
    return html`<${Empty} title=${`No instance ${id} is known`}>${cluster.problem ?? ''} <a
      href="/console/cluster">Show all</a></${Empty}>`;
  }
  return html`${found.map((one) => html`<${Instance} key=${one.incarnation} of=${one} />`)}<${Unreachable}
    of=${cluster.unreachable} />`;
}

function Instance({ of: one }) {
  const components = Object.entries(one.summary?.components ?? {});
  return html`<section class="card"><p class="row"><${State} of=${one.state} tone=${TONES[one.state]} />
        ${one.duplicate && html`<${State} of="duplicate id" tone="bad" />`}
        ${one.summary && html`<${State} of=${one.summary.status} />`}
        ${one.roles.map((role) => html`<span class="tag">${role}</span>`)}</p>
      <${Facts} of=${[
        ['Heartbeat', one.heartbeatAge ? html`<${Duration} of=${one.heartbeatAge} /> ago` : 'before this one listened'],
        ['Started', html`<${Time} at=${one.startedAt} />`],
        ['Host', one.host],
        ['Its own console', one.managementUrl && html`<a
          href=${`${one.managementUrl.replace(/\/$/, '')}/console/`} target="_self">${one.managementUrl}</a>`],
        ['Version', one.version],
        ['Commit', one.summary?.commit ? html`<code>${one.summary.commit}</code>` : null],
        ['Incarnation', html`<code>${one.incarnation}</code>`],
        ['Slots', one.slots ? html`<${Slots} of=${one} />` : undefined],
        ['Worker', one.workerState ? html`<a href="/console/workers">${one.workerState}</a>` : undefined],
        ['Worker groups', one.workerGroups?.length ? one.workerGroups.join(', ') : undefined],
      ]} />
      <h2>Safe to stop</h2><${Safe} of=${one} />
      ${components.length > 0 && html`<h2>Health</h2><ul class="health">${components.map(([name, status]) =>
        html`<li><${State} of=${status} /> ${name}</li>`)}</ul>`}
    </section>`;
}
