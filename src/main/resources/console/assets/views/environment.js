// What this process is and how it is configured; its threads and timers, and who changed what.
import { html } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { setQuery, withQuery } from '../lib/router.js';
import { Duration, millis, span, Time, useNow } from '../lib/time.js';
import { bytes, count, Empty, Facts, Figure, Head, Search, State, Waiting } from '../ui/basic.js';
import { Choices, Exact, PageLinks, Select, slice } from '../ui/filters.js';
import { Table } from '../ui/table.js';

const TABS = { info: ['Process', Info], env: ['Properties', Properties], configprops: ['Configuration', Configuration],
  threads: ['Threads', Threads], timers: ['Timers', Timers], audit: ['Audit', Audit] };
const HIDDEN = /^\*+$/;

export default function Environment({ rest, query, config }) {
  const tab = TABS[rest[0]] ? rest[0] : 'info';
  const View = TABS[tab][1];
  return html`<${Head} title="Environment" 
      about=${['Of this instance', config.instance].filter(Boolean).join(', ')} />
    <${Choices} label="Parts" items=${Object.entries(TABS).map(([id, [name]]) => ({ name, current: id === tab,
      href: `/console/environment/${id}` }))} />
    <${View} key=${tab} query=${query} />`;
}

function Words({ query, label, children }) {
  return html`<div class="filters"><${Search} value=${query.get('q')} label=${label}
    onChange=${(text) => setQuery({ q: text, page: null })} />${children}</div>`;
}

function wordsOf(query) {
  return (query.get('q') ?? '').trim().toLowerCase();
}

function Value({ of: value }) {
  return value === undefined || value === null ? html`<span class="muted">–</span>`
    : HIDDEN.test(String(value)) ? html`<span class="muted">hidden</span>`
      : html`<code>${typeof value === 'object' ? JSON.stringify(value) : String(value)}</code>`;
}

// Where all values are hidden, a column of them says nothing.
function allHidden(rows) {
  return rows.length > 0
    && rows.every((row) => row.value === undefined || row.value === null || HIDDEN.test(String(row.value)));
}

function Hidden({ endpoint }) {
  return html`<p class="muted">All values are hidden.
    ${' '}<code>management.endpoint.${endpoint}.show-values: when-authorized</code> shows them to operators, but for
    what looks like a secret.</p>`;
}

function Info() {
  const answer = useJson('/info', { every: 5000 });
  const info = answer.data;
  const { process = {}, java = {}, os = {}, build = {}, git = {}, instance = {} } = info ?? {};
  const up = span(millis(process.uptime)).split(' ');
  const { heap, nonHeap, garbageCollectors = [] } = process.memory ?? {};
  return html`<${Waiting} of=${answer} />${info && html`
    <div class="figures">
      <${Figure} name="Up for" value=${up.slice(0, 2).join(' ')} unit=${up.slice(2).join(' ')} />
      <${Figure} name="Heap in use" value=${bytes(heap?.used)} unit=${heap?.max > 0 ? `of ${bytes(heap.max)}` : ''} />
      <${Figure} name="Other memory" value=${bytes(nonHeap?.used)} />
      <${Figure} name="Processors" value=${count(process.cpus)} />
      ${garbageCollectors.map((one) => html`<${Figure} key=${one.name} name=${one.name}
        value=${count(one.collectionCount)}
        unit="collections" />`)}
    </div>
    <h2>Instance</h2>
    <${Facts} of=${[['Id', instance.id], 
      ['Incarnation', instance.incarnation && html`<code>${instance.incarnation}</code>`],
      ['Started', html`<${Time} at=${instance.startedAt ?? process.startTime} />`], ['Roles', info.roles?.join(', ')],
      ['Version', build.version], ['Built', build.time && html`<${Time} at=${build.time} />`],
      ['Commit', git.commit?.id && html`<code>${git.commit.id}</code> ${git.branch ?? ''}`],
      ['Committed', git.commit?.time && html`<${Time} at=${git.commit.time} />`]]} />
    <h2>Process</h2>
    <${Facts} of=${[['Process id', process.pid], ['Owner', process.owner], ['Directory', process.workingDirectory],
      ['Java', java.runtime && `${java.runtime.name} ${java.runtime.version}`], ['Virtual machine', java.jvm?.name],
      ['System', `${os.name ?? ''} ${os.version ?? ''} ${os.arch ?? ''}`], ['Time zone', process.timezone], 
      ['Locale', process.locale],
      ['Its clock', process.currentTime && html`<${Time} at=${process.currentTime} />`]]} />
    ${info.stores?.length > 0 && html`<h2>Stores</h2><${Table} caption="Kafka Streams applications" rows=${info.stores}
      id=${(one) => one.applicationId} columns=${[
        { name: 'Application', of: (one) => one.applicationId },
        { name: 'Tasks with all stores', of: (one) => one.tasks?.join(', ') },
        { name: 'Partitions read back', num: true, of: (one) => count(one.restoring) },
        { name: 'Standby replicas', num: true, of: (one) => count(one.standbyReplicas) },
      ]} />`}`}`;
}

function Properties({ query }) {
  const answer = useJson('/env');
  const sources = answer.data?.propertySources ?? [];
  const taken = new Set();
  const rows = sources.flatMap((source) => Object.entries(source.properties).map(([name, one]) => {
    const overridden = taken.has(name);
    taken.add(name);
    return { name, source: source.name, overridden, ...one };
  }));
  const words = wordsOf(query);
  const wanted = query.get('source');
  const found = rows.filter((row) => row.name.toLowerCase().includes(words) && (!wanted || row.source === wanted));
  const shown = slice(found, query);
  const hidden = allHidden(rows);
  return html`<${Words} query=${query} label="Search properties">
      <${Select} name="source" label="Source" query=${query} options=${[['', 'All sources'],
        ...sources.map((one) => [one.name, `${shortSource(one.name)} (${Object.keys(one.properties).length})`])]} />
      ${answer.data && html`<span class="muted">${count(found.length)} of ${count(rows.length)},
        ${' '}profiles: ${answer.data.activeProfiles.join(', ') || 'none'}</span>`}</${Words}>
    <${Waiting} of=${answer} />
    ${hidden && html`<${Hidden} endpoint="env" />`}
    ${answer.data && html`<${Table} caption="Properties, those first that win over others of the same name"
      rows=${shown.rows}
      id=${(row) => `${row.source} ${row.name}`} columns=${[
        { name: 'Property', wide: true, of: (row) => html`<code>${row.name}</code>
          ${row.overridden && html` <${State} of="overridden" tone="idle"
            title="A source before this one has another value" />`}` },
        !hidden && { name: 'Value', wide: true, of: (row) => html`<${Value} of=${row.value} />` },
        { name: 'Source', of: (row) => html`<span class="muted nowrap"
          title=${row.origin ?? row.source}>${shortSource(row.source)}
          ${lineOf(row.origin)}</span>` },
      ]} empty=${html`<${Empty} title="No property has such a name"><a
        href="/console/environment/env">Show all</a></${Empty}>`} />
    <${PageLinks} of=${shown} />`}`;
}

// "Config resource 'class path resource [application.yml]' via location 'optional:classpath:/'" is application.yml.
function shortSource(name) {
  return /\[([^\]]+)\]/.exec(name)?.[1] ?? name;
}

function lineOf(origin) {
  const line = / - (\d+):\d+$/.exec(origin ?? '');
  return line ? ` line ${line[1]}` : '';
}

function Configuration({ query }) {
  const answer = useJson('/configprops');
  const beans = Object.values(answer.data?.contexts ?? {}).flatMap((context) => Object.values(context.beans));
  const rows = beans.flatMap((bean) => leaves(bean.inputs, bean.prefix)).sort((a, b) => a.name.localeCompare(b.name));
  const set = rows.filter((row) => row.origin);
  const onlySet = query.get('all') !== 'true';
  const found = (onlySet ? set : rows).filter((row) => row.name.toLowerCase().includes(wordsOf(query)));
  const shown = slice(found, query);
  const hidden = allHidden(set);
  return html`<${Words} query=${query} label="Search configuration">
      ${answer.data && html`<span class="muted">${count(found.length)} of ${count(rows.length)}</span>`}</${Words}>
    <${Choices} label="Which properties" items=${[
      { name: 'Set somewhere', count: set.length, href: withQuery({ all: null, page: null }), current: onlySet },
      { name: 'All that could be', count: rows.length, href: withQuery({ all: 'true', page: null }),
        current: !onlySet }]} />
    <${Waiting} of=${answer} />
    ${hidden && html`<${Hidden} endpoint="configprops" />`}
    ${answer.data && html`<${Table} caption="What the parts of the application were configured with" rows=${shown.rows}
      id=${(row) => row.name} columns=${[
        { name: 'Property', wide: true, of: (row) => html`<code>${row.name}</code>` },
        !hidden && { name: 'Value', wide: true, of: (row) => html`<${Value} of=${row.value} />` },
        { name: 'Set in', of: (row) => html`<span class="muted nowrap" title=${row.origin}>${row.origin
          ? `${shortSource(row.origin)}${lineOf(row.origin)}` : 'default'}</span>` },
      ]} empty=${html`<${Empty} title="No property has such a name"><a
        href="/console/environment/configprops">Show all</a></${Empty}>`} />
    <${PageLinks} of=${shown} />`}`;
}

/** What stands at the ends of the inputs of a bean, by the name that a file of properties has for it. */
function leaves(inputs, prefix) {
  if (inputs === null || typeof inputs !== 'object') {
    return [{ name: prefix, value: inputs }];
  }
  if ('value' in inputs || Object.keys(inputs).length === 0) {
    return Array.isArray(inputs) ? [{ name: prefix, value: '[]' }] : [{ name: prefix, ...inputs }];
  }
  return Object.entries(inputs).flatMap(([key, one]) => leaves(one, Array.isArray(inputs) ? `${prefix}[${key}]`
    : `${prefix}.${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`));
}

const STATES = { BLOCKED: 'bad', RUNNABLE: 'busy', WAITING: 'idle', TIMED_WAITING: 'idle', NEW: 'idle',
  TERMINATED: 'idle' };

function Threads({ query }) {
  const answer = useJson('/threaddump');
  const all = answer.data?.threads ?? [];
  const words = wordsOf(query);
  const state = query.get('state');
  const found = all.filter((one) => (!state || one.threadState === state)
    && (words === '' || one.threadName.toLowerCase().includes(words)
    || one.stackTrace.some((frame) => `${frame.className}.${frame.methodName}`.toLowerCase().includes(words))));
  const group = query.get('group');
  const groups = grouped(found);
  const members = group && (groups.find((one) => one.name === group)?.threads ?? []);
  const shown = slice(members || groups, query);
  return html`<${Words} query=${query} label="Search threads or frames">
      <button onClick=${answer.reload}>Look again</button>
      ${answer.data && html`<span class="muted">${count(all.length)} threads, seen <${Time}
        at=${answer.at} /></span>`}</${Words}>
    <${Choices} label="States" items=${[{ name: 'All', count: all.length, href: withQuery({ state: null, page: null }),
      current: !state },
      ...Object.keys(STATES).map((name) => ({ name, count: all.filter((one) => one.threadState === name).length,
        href: withQuery({ state: name, page: null }), tone: name === 'BLOCKED' ? 'bad' : '', current: state === name }))
        .filter((one) => one.count > 0 || one.current)]} />
    <${Waiting} of=${answer} />
    ${answer.data && (members ? html`<p><a href=${withQuery({ group: null,
      page: null })}>← All groups</a></p><h2>${group}</h2>
      ${shown.rows.length === 0 && html`<${Empty} title="No thread of this group passes these filters" />`}
      ${shown.rows.map((one) => html`<${Thread} key=${one.threadId} of=${one} />`)}`
      : html`<${Table} caption="Threads whose names differ only by a number, together" rows=${shown.rows}
        id=${(one) => one.name}
        href=${(one) => withQuery({ group: one.name, page: null })} columns=${[
          { name: 'Threads', wide: true, of: (one) => html`<code>${one.name}</code>` },
          { name: 'Count', num: true, of: (one) => count(one.threads.length) },
          { name: 'States', of: (one) => html`<span class="tags">${one.states.map(([name, threads]) => html`<${State}
            of=${`${name} ${threads}`} tone=${STATES[name]} />`)}</span>` },
          { name: 'Where most of them are', wide: true, of: (one) => html`<code class="muted">${one.where}</code>` },
        ]} empty=${html`<${Empty} title="No thread passes these filters"><a
          href="/console/environment/threads">Show all</a></${Empty}>`} />`)}
    <${PageLinks} of=${shown} />`;
}

/** Threads by their names without ids and the number at the end; blocked ones first, then the largest groups. */
function grouped(threads) {
  const groups = new Map();
  for (const thread of threads) {
    const name = thread.threadName.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>').replace(/\d+$/, '<n>');
    groups.set(name, [...groups.get(name) ?? [], thread]);
  }
  return [...groups].map(([name, members]) => ({ name, threads: members,
    states: tally(members.map((one) => one.threadState)),
    where: tally(members.map(whereIs))[0][0] }))
    .sort((a, b) => blocked(b) - blocked(a) || b.threads.length - a.threads.length || a.name.localeCompare(b.name));
}

function blocked(group) {
  return group.threads.filter((one) => one.threadState === 'BLOCKED').length;
}

function tally(values) {
  const counts = new Map();
  values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  return [...counts].sort((a, b) => b[1] - a[1]);
}

// The first frame that is not of the JDK says more than where all threads wait; else the first that is no mere wait.
function whereIs(thread) {
  const first = (pattern) => thread.stackTrace.find((one) => !pattern.test(one.className));
  const frame = first(/^(java|jdk|sun)\./)
    ?? first(/^(jdk|sun)\.|^java\.util\.concurrent\.locks\.|^java\.lang\.(Object|Thread)$/) ?? thread.stackTrace[0];
  return frame ? `${frame.className.replace(/^.*\.(?=[^.]+$)/, '')}.${frame.methodName}` : '–';
}

function Thread({ of: thread }) {
  return html`<details class="card thread-stack"><summary><span class="row"><${State} of=${thread.threadState}
    tone=${STATES[thread.threadState]} />
      <strong>${thread.threadName}</strong><span class="muted">${whereIs(thread)}</span></span></summary>
    <p class="muted">thread ${thread.threadId}, ${thread.daemon ? 'a daemon, '
      : ''}blocked ${count(thread.blockedCount)} times,
      ${' '}waited ${count(thread.waitedCount)} times</p>
    ${thread.lockName && html`<p>Waits for <code>${thread.lockName}</code>${thread.lockOwnerName
      && html`, which <strong>${thread.lockOwnerName}</strong> holds`}</p>`}
    <pre>${thread.stackTrace.map((frame) => `${frame.className}.${frame.methodName}(${frame.nativeMethod ? 'native'
      : `${frame.fileName ?? 'unknown'}${frame.lineNumber > 0 ? `:${frame.lineNumber}`
        : ''}`})`).join('\n') || 'no frames'}</pre>
  </details>`;
}

function Timers() {
  const answer = useJson('/scheduledtasks', { every: 3000 });
  const rows = Object.entries(answer.data ?? {}).flatMap(([kind, tasks]) => tasks.map((task) => ({ kind, ...task })));
  return html`<${Waiting} of=${answer} />
    ${answer.data && html`<${Table} caption="Timers of this process" rows=${rows}
      id=${(one) => `${one.kind} ${one.runnable.target}`}
      empty=${html`<${Empty} title="This process has no timers" />`} columns=${[
        { name: 'Timer', of: (one) => html`<code class="nowrap">${one.runnable.target}</code>` },
        { name: 'Runs', wide: true, of: (one) => html`<${Rhythm} of=${one} />` },
        { name: 'Last run', of: (one) => (one.lastExecution ? html`<span class="row"><${State}
          of=${one.lastExecution.status} />
          <${Time} at=${one.lastExecution.time} /></span>` : html`<span class="muted">not yet</span>`) },
        { name: 'Next run', of: (one) => html`<${Next} at=${one.nextExecution?.time} />` },
        { name: 'Its error', wide: true, of: (one) => one.lastExecution?.exception
          && `${one.lastExecution.exception.type}: ${one.lastExecution.exception.message}` },
      ]} />`}`;
}

// What was to run since this was read has run.
function Next({ at }) {
  const now = useNow();
  return at && now > new Date(at).getTime() ? 'now' : html`<${Time} at=${at} />`;
}

function Rhythm({ of: timer }) {
  return timer.kind === 'cron' ? html`by <code>${timer.expression}</code>`
    : timer.interval !== undefined ? html`each <${Duration} of=${timer.interval} />${timer.kind === 'fixedDelay'
      ? ' after the last' : ''}`
      : (timer.trigger ?? timer.kind).replace(/PT[\dHMS.]+/, (text) => span(millis(text)));
}

function Audit({ query }) {
  const wanted = new URLSearchParams();
  ['principal', 'type'].filter((name) => query.get(name)).forEach((name) => wanted.set(name, query.get(name)));
  const answer = useJson(`/auditevents${wanted.size ? `?${wanted}` : ''}`, { every: 5000 });
  const words = wordsOf(query);
  const events = (answer.data?.events ?? [])
    .filter((one) => words === '' || JSON.stringify(one).toLowerCase().includes(words))
    .sort((a, b) => b.timestamp.localeCompare(a.timestamp));
  const shown = slice(events, query);
  return html`<${Words} query=${query} label="Search what was changed">
      <${Exact} name="principal" label="User" query=${query} options=${events.map((one) => one.principal)} />
      <${Exact} name="type" label="Type" query=${query} options=${events.map((one) => one.type)} />
      ${answer.data && html`<span class="muted">${count(events.length)} events</span>`}</${Words}>
    <${Waiting} of=${answer} />
    ${answer.data && html`<${Table} caption="Who changed what, the newest first" rows=${shown.rows}
      id=${(one) => `${one.timestamp} ${one.data?.path}`} columns=${[
        { name: 'When', of: (one) => html`<${Time} at=${one.timestamp} />` },
        { name: 'Who', of: (one) => html`<span class="nowrap">${one.principal}${' '}
          <span class="muted">${one.data?.from}</span></span>` },
        { name: 'Type', of: (one) => one.type },
        { name: 'What', wide: true, of: (one) => html`<${Deed} of=${one.data ?? {}} />` },
        { name: 'Answer', of: (one) => html`<${Outcome} of=${one.data ?? {}} />` },
      ]} empty=${words || wanted.size ? html`<${Empty} title="No audit event passes these filters">
          <a href="/console/environment/audit">Show all</a></${Empty}>`
        : html`<${Empty} title="Nobody has changed anything yet">Each change on either port is written down
          here.</${Empty}>`} />
    <${PageLinks} of=${shown} />`}`;
}

const TOLD = ['from', 'remoteAddress', 'port', 'method', 'path', 'status', 'outcome'];

function Deed({ of: data }) {
  const others = Object.entries(data).filter(([name]) => !TOLD.includes(name));
  return html`<span class="lines"><code>${data.method} ${data.path}</code>${others.length > 0 && html`<span
    class="muted">
    ${others.map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value)
      : value}`).join(' · ')}</span>`}</span>`;
}

function Outcome({ of: { outcome, status } }) {
  const tone = status >= 400 ? 'bad' : status ? 'good' : 'idle';
  return html`<span class="row">${status !== undefined && html`<${State} of=${String(status)}
    tone=${tone} />`}${outcome}</span>`;
}
