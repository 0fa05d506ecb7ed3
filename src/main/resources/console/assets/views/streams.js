// The Kafka Streams clients of this instance: topology with rates and lags, threads, tasks, restores, lags over time.
import { html, useEffect, useState } from '../lib/html.js';
import { useExisting, useJson } from '../lib/api.js';
import { pathOf } from '../lib/router.js';
import { Duration, millis, span, Time, useNow } from '../lib/time.js';
import { Bar, Change, count, Empty, Facts, Failure, Head, State, Waiting } from '../ui/basic.js';
import { Graph } from '../ui/graph.js';
import { Plot } from '../ui/plot.js';
import { Table } from '../ui/table.js';

const SECONDS = 900;
const SHORT = new Intl.NumberFormat('en', { notation: 'compact' });

export default function Streams({ rest }) {
  const answer = useExisting('/kafkastreams', { every: 2000 });
  const clients = answer.data?.streams ?? [];
  const chosen = clients.find((one) => one.clientId === rest[0]) ?? (rest[0] ? null : clients[0]);
  useHistory(answer.data);
  if (answer.error?.status === 404 || (answer.data && clients.length === 0)) {
    return html`<${Head} title="Kafka Streams" /><${Empty} title="No Kafka Streams client runs on this instance.">
      The roles <code>executor</code> and <code>scheduler</code> have one each: see the <a
          href="/console/cluster">cluster</a>.</${Empty}>`;
  }
  return html`<${Head} title="Kafka Streams"
      about="The clients of this instance, which hold the state of the engine." />
    ${(!answer.data || answer.error) && html`<${Waiting} of=${answer} />`}
    ${clients.length > 0 && html`<nav class="clients" aria-label="Clients">${clients.map((one) =>
        html`<${Card} key=${one.clientId} of=${one}
      chosen=${one === chosen} />`)}</nav>`}
    ${answer.data && !chosen && html`<${Empty} title=${`No client ${rest[0]} runs here.`}>Choose one above.</${Empty}>`}
    ${chosen && html`<${Client} key=${chosen.clientId} of=${chosen} reload=${answer.reload} />`}`;
}

const role = ({ applicationId }) => applicationId.slice(applicationId.lastIndexOf('-') + 1);
const prefixOf = (client) => client.applicationId.slice(0, -role(client).length);
const without = (prefix, name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);

/** The sum, which is unknown where a part of it is, or where there is none. */
function total(values) {
  return values.length === 0 || values.some((v) => v === null) ? null : values.reduce((one, two) => one + two, 0);
}

const inputRecords = (client) => total(Object.values(client.inputLags).map((lag) => lag.records));
const storeRecords = (client) => total(Object.values(client.storeLags));
function inputAge(client) {
  const ages = Object.values(client.inputLags).map((lag) => (lag.age === null ? null : millis(lag.age)));
  return ages.length === 0 || ages.includes(null) ? null : Math.max(...ages);
}

function Card({ of: client, chosen }) {
  const age = inputAge(client);
  const restoring = client.restoring.records;
  return html`<a class="card client" aria-current=${chosen ? 'page' : undefined} href=${pathOf('console', 'streams',
      client.clientId)}>
    <span class="client-head"><strong>${role(client)}</strong> <${State} of=${client.state}
      tone=${client.state === 'RUNNING' ? 'good' : undefined} /></span>
    <span class="muted small">${client.clientId}</span>
    <span class="client-facts num">
      <span><b>${count(inputRecords(client))}</b> input lag${age ? `, ${span(age)}` : ''}</span>
      <span><b>${count(storeRecords(client))}</b> store lag</span>
      <span class=${client.threads.failed > 0 ? 'bad'
          : ''}><b>${count(client.threads.alive)}</b> ${client.threads.alive === 1 ? 'thread'
              : 'threads'}${client.threads.failed > 0
        && `, ${count(client.threads.failed)} failed`}</span>
      ${restoring > 0 && html`<span class="odd"><b>${count(restoring)}</b> to restore</span>`}</span></a>`;
}

function Client({ of: client, reload }) {
  const path = pathOf('kafkastreams', client.clientId);
  const topology = useJson(`${path}/topology`, { every: 60000, accept: 'text/plain' });
  const threads = useJson(`${path}/threads`, { every: 3000 });
  const lag = useJson(`${path}/lag`, { every: 3000 });
  const consumed = useJson(`${path}/metrics?group=consumer-fetch-manager-metrics&name=records-consumed-rate`,
      { every: 3000 });
  const produced = useJson(`${path}/metrics?group=producer-topic-metrics&name=record-send-rate`, { every: 3000 });
  return html`<div class="head"><div><h2>${role(client)}</h2><p
      class="muted">${client.state.toLowerCase().replaceAll('_', ' ')} since${' '}
      <${Time} at=${client.since} />, ${client.ready ? 'processes records'
          : 'does not process records'}${client.sampledAt
      && html`; lags seen <${Time} at=${client.sampledAt} />`}</p></div>
    <div class="actions"><a href=${`${path}/metrics`}>All metrics</a>${client.threads.failed > 0
        && html`<${Change} label="Restart threads"
      ask="Give this client back the threads that it lost?" done=${reload}
      change=${{ method: 'POST', path, body: { threads: 'restart' } }} />`}</div></div>
    <${Restores} of=${threads.data?.restores} client=${client} />
    <${Topology} text=${topology} client=${client} consumed=${consumed.data} produced=${produced.data} />
    <h2>Lag <span class="muted small">since this page was opened, at most 15 minutes</span></h2>
    <${Lags} of=${client} />
    <h2>Tasks</h2>
    ${(threads.error || !threads.data) && html`<${Waiting} of=${threads} />`}
    ${lag.error && html`<${Failure} error=${lag.error} retry=${lag.reload} />`}
    ${threads.data && html`<${Tasks} threads=${threads.data.threads} lag=${lag.data} prefix=${prefixOf(client)} />`}
    <${Copies} client=${client} />
    <h2>Threads</h2>
    ${threads.data && html`<${Table} caption="Stream threads" rows=${threads.data.threads} id=${(one) => one.name}
        columns=${[
      { name: 'Thread', of: (one) => html`<code>${without(`${client.clientId}-`, one.name)}</code>` },
      { name: 'State', of: (one) => html`<${State} of=${one.state} tone=${one.state === 'RUNNING' ? 'good'
          : undefined} />` },
      { name: 'Active tasks', num: true, of: (one) => one.active.length },
      { name: 'Standby tasks', num: true, of: (one) => one.standby.length },
    ]} empty=${html`<${Empty} title="No thread is alive." />`} />`}`;
}

/** What is read back now, how fast, and when it will be done if it goes on like this. */
function Restores({ of: restores, client }) {
  const now = useNow();
  if (!restores?.length) {
    return client.restoring.records > 0 ? html`<p class="banner"><${State} of="RESTORING"
        tone="odd" /> ${count(client.restoring.records)}
      records are still to be restored.</p>` : null;
  }
  return html`<h2>Restores</h2><div class="card restores">${restores.map((one) => {
    const rate = one.restored / Math.max(1, (now - new Date(one.since)) / 1000);
    const text = `${one.store}, partition ${one.partition}`;
    return html`<div key=${text}><span><strong>${one.store}</strong> <span
        class="muted">partition ${one.partition}</span></span>
      <${Bar} ratio=${one.total ? 1 - one.remaining / one.total : 0} label=${text} />
      <span class="num">${Math.floor(one.total ? 100 * (1 - one.remaining / one.total) : 0)} %</span>
      <span class="muted num">${count(one.remaining)} to go, ${count(Math.round(rate))}/s${rate > 0
        && `, about ${span(1000 * one.remaining / rate)} left`}</span></div>`;
  })}</div>`;
}

// Such as "Source: task-results-source (topics: [windhover-task-results])".
const NODE = /^\s*(Source|Processor|Sink): (\S+) \((?:topics?|stores|extractor class|pattern): ?\[?([^\])]*)\]?\)/;

/** Nodes and edges of the text in which Kafka Streams describes a topology. */
export function read(text) {
  const nodes = [];
  let part = null;
  let node = null;
  for (const line of text.split('\n')) {
    const sub = /Sub-topology: (\d+)/.exec(line);
    const head = NODE.exec(line);
    const next = /^\s*--> (.*)$/.exec(line);
    if (sub) {
      part = sub[1];
    } else if (head) {
      node = { kind: head[1], name: head[2], of: head[3].split(',').map((one) => one.trim()).filter(Boolean), part,
          next: [] };
      nodes.push(node);
    } else if (next && node && next[1] !== 'none') {
      node.next = next[1].split(',').map((one) => one.trim());
    }
  }
  return nodes;
}

const perSecond = (v) => (v === null || v === undefined ? null : `${v < 0.05 ? '0' : v < 10 ? v.toFixed(1)
    : count(Math.round(v))}/s`);

function rates(answer, prefix) {
  const found = new Map();
  for (const { tags, value } of answer?.metrics ?? []) {
    if (tags.topic && value !== null) {
      found.set(tags.topic, (found.get(tags.topic) ?? 0) + value);
    }
  }
  return (topic) => found.get(topic) ?? found.get(prefix + topic);
}

/** Topics at the left are read, those at the right are written; source and sink nodes are the edges between. */
function Topology({ text, client, consumed, produced }) {
  if (!text.data) {
    return html`<h2>Topology</h2><${Waiting} of=${text} />`;
  }
  const prefix = prefixOf(client);
  const reads = rates(consumed, prefix);
  const writes = rates(produced, prefix);
  const parsed = read(text.data);
  const byName = new Map(parsed.map((one) => [one.name, one]));
  const nodes = [];
  const edges = [];
  const seen = new Set();
  const add = (node) => seen.has(node.id) || (seen.add(node.id), nodes.push(node));
  for (const one of parsed) {
    if (one.kind === 'Source') {
      for (const topic of one.of) {
        const lag = client.inputLags[topic];
        const age = lag?.age && millis(lag.age);
        add({ id: `in ${topic}`, label: without(prefix, topic), sub: 'topic, read', state: age > 60000 ? 'SLOW'
            : undefined, title: topic });
        one.next.forEach((to) => edges.push({ from: `in ${topic}`, to, title: `${topic} → ${to}`,
          label: [perSecond(reads(topic)), lag && `lag ${lag.records === null ? 'unknown' : count(lag.records)}`,
            age > 0 && span(age)].filter(Boolean).join(' · ') }));
      }
    } else if (one.kind === 'Processor') {
      add({ id: one.name, label: one.name, sub: 'processor', state: client.ready ? 'RUNNING' : client.state });
      for (const store of one.of) {
        const lag = client.storeLags[store];
        add({ id: `store ${store}`, label: `⛁ ${store}`, sub: 'state store',
          state: lag > 10000 ? 'SLOW' : undefined });
        edges.push({ from: one.name, to: `store ${store}`, title: `changelog of ${store}`,
          label: [perSecond(writes(`${client.applicationId}-${store}-changelog`)), lag !== undefined
              && `lag ${lag === null ? 'unknown' : count(lag)}`]
            .filter(Boolean).join(' · ') });
      }
      for (const name of one.next) {
        const sink = byName.get(name);
        for (const topic of sink?.kind === 'Sink' ? sink.of : []) {
          add({ id: `out ${topic}`, label: without(prefix, topic), sub: 'topic, written', title: topic });
          edges.push({ from: one.name, to: `out ${topic}`, title: `${one.name} → ${topic}`, label:
              perSecond(writes(topic)) ?? '' });
        }
        if (sink?.kind === 'Processor') {
          edges.push({ from: one.name, to: name });
        }
      }
    }
  }
  return html`<h2>Topology <span class="muted small">records per second over the last half minute, and lags</span></h2>
    ${text.error && html`<${Failure} error=${text.error} />`}
    <${Graph} nodes=${nodes} edges=${edges} direction="LR" label=${`Topology of ${client.applicationId}`} />`;
}

// Samples of all clients, kept while the console is open.
const history = new Map();

function useHistory(answer) {
  const [, drawn] = useState(0);
  useEffect(() => {
    for (const client of answer?.streams ?? []) {
      const kept = history.get(client.clientId) ?? [];
      if (client.sampledAt && kept.at(-1)?.sampledAt !== client.sampledAt) {
        const since = new Date(client.sampledAt) - 1000 * SECONDS;
        history.set(client.clientId, [...kept.filter((one) => new Date(one.sampledAt) > since), client]);
        drawn((n) => n + 1);
      }
    }
  }, [answer]);
}

function Lags({ of: client }) {
  const kept = history.get(client.clientId) ?? [];
  const prefix = prefixOf(client);
  const x = kept.map((one) => new Date(one.sampledAt).getTime() / 1000);
  const columns = (names, of) => names.map((name) => kept.map((one) => of(one, name) ?? null));
  const topics = Object.keys(client.inputLags).sort();
  const stores = Object.keys(client.storeLags).sort();
  const tile = (name, names, of, format) => names.length > 0
      && html`<article class="tile"><header><h3>${name}</h3></header>
    <p class="tile-figure"><strong>${worst(names.map((each) => of(client, each)), format)}</strong>
      <span class="inks">${names.length > 1 && names.map((each, at) => html`<span><i class=${`ink plot-${at % 5 + 1}`}
          aria-hidden="true"></i>${
        without(prefix, each)}</span>`)}</span></p>
    <${Plot} bare title=${name} height=${110} span=${SECONDS} format=${format} data=${[x, ...columns(names, of)]}
        series=${names.map((each, at) => ({
      name: without(prefix, each), colour: `plot-${at % 5 + 1}`, fill: names.length === 1 }))} /></article>`;
  return html`<div class="tiles">
    ${tile('Input lag, records', topics, (one, name) => one.inputLags[name]?.records, (v) => SHORT.format(v))}
    ${tile('Input lag, age', topics, (one, name) => (one.inputLags[name]?.age ? millis(one.inputLags[name].age) / 1000
        : null),
      (v) => span(1000 * v))}
    ${tile('Store lag, records', stores, (one, name) => one.storeLags[name], (v) => SHORT.format(v))}</div>`;
}

function worst(values, format) {
  const known = values.filter((v) => v !== null && v !== undefined);
  return known.length ? format(Math.max(...known)) : '–';
}

function Tasks({ threads, lag, prefix }) {
  const rows = threads.flatMap((thread) => [...thread.active.map((task) => ({ task, thread, active: true })),
    ...thread.standby.map((task) => ({ task, thread, active: false }))])
    .sort((one, two) => one.task.id.localeCompare(two.task.id, 'en', { numeric: true }));
  const stores = (task) => lag?.lags.filter((one) => one.partition === Number(task.id.split('_')[1])) ?? [];
  const inputs = (task) => task.partitions.map((at) => lag?.inputs.find((one) => one.topic === at.topic
      && one.partition === at.partition)
    ?? { topic: at.topic, lag: at.committedOffset === null || at.endOffset === null ? null : at.endOffset
    - at.committedOffset, age: null });
  return html`<${Table} caption="Tasks of this client" rows=${rows} id=${(one) => one.task.id + one.active} columns=${[
    { name: 'Task', of: ({ task, active }) => html`<span class="nowrap"><strong
        class="num">${task.id}</strong> <${State}
        of=${active ? 'active' : 'standby'}
      tone=${active ? 'busy' : 'idle'} /></span>` },
    { name: 'Thread', of: ({ thread }) => html`<code class="nowrap">${thread.name.replace(/^.*-(StreamThread)/,
        '$1')}</code>` },
    { name: 'Input lag', wide: true, of: ({ task, active }) =>
        (active ? html`<${Parts} of=${inputs(task).map((one) => [without(prefix, one.topic), one.lag,
      one.age && millis(one.age) > 0 && span(millis(one.age))])} />` : html`<span class="muted">reads no input</span>`)
          },
    { name: 'Store lag', of: ({ task }) =>
        html`<${Parts} of=${stores(task).map((one) => [one.store, one.offsetLag])} />` },
  ]} empty=${html`<${Empty} title="This client has no tasks now.">Other instances may have them, or a rebalance goes
      on.</${Empty}>`} />`;
}

function Parts({ of: parts }) {
  return html`<span class="parts">${parts.map(([name, lag, more]) =>
      html`<span class=${lag > 0 ? '' : 'muted'}>${name}${' '}
    <b class="num">${count(lag)}</b>${more && ` ${more}`}</span>`)}</span>`;
}

/** Which instance has whole copies of the stores of each task, as the instances tell one another. */
function Copies({ client }) {
  const cluster = useJson('/cluster', { every: 10000 });
  const members = (cluster.data?.instances ?? []).filter((one) => one.roles.includes(role(client)));
  if (cluster.error || members.length < 2) {
    return cluster.error ? html`<${Failure} error=${cluster.error} retry=${cluster.reload} />` : null;
  }
  const of = (member) => member.summary?.stores?.find((one) => one.applicationId === client.applicationId);
  const tasks = [...new Set(members.flatMap((one) => of(one)?.tasks ?? []))]
    .sort((one, two) => one.localeCompare(two, 'en', { numeric: true }));
  const address = (one) => (one.id === cluster.data.answeredBy || !one.managementUrl ? null
    : `${one.managementUrl.replace(/\/$/, '')}/console/streams`);
  return html`<h2>Copies over instances <span class="muted small">whole copies of the stores of each task</span></h2>
    <${Table} caption="Copies of each task by instance" rows=${members} id=${(one) => one.id + one.incarnation}
        columns=${[
      { name: 'Instance', of: (one) => (address(one) ? html`<a class="nowrap" href=${address(one)}>${one.id} ↗</a>`
        : html`<span class="nowrap"><strong>${one.id}</strong> <span class="muted">this one</span></span>`) },
      { name: 'State', of: (one) => html`<${State} of=${one.state} tone=${one.state === 'live' ? 'good' : 'bad'} />` },
      { name: 'Copies', num: true, of: (one) => count(of(one)?.tasks?.length ?? null) },
      { name: 'Restoring', num: true, of: (one) => count(of(one)?.restoring ?? null) },
      { name: 'Tasks', of: (one) => html`<span class="copies" role="img"
          aria-label=${`Copies of ${of(one)?.tasks?.join(', ') || 'no task'}`}>
        ${tasks.map((task) => html`<span class=${of(one)?.tasks?.includes(task) ? 'has' : ''} title=${task}>${
          task.split('_')[1]}</span>`)}</span>` },
    ]} />`;
}
