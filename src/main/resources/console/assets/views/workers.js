// The workers of all instances, and what this one runs; one task run with its stack and its log.
import { html } from '../lib/html.js';
import { useExisting, useJson } from '../lib/api.js';
import { executionView, flowView } from '../lib/links.js';
import { pathOf, setQuery, withQuery } from '../lib/router.js';
import { clock, Duration, millis, span, Time, useNow } from '../lib/time.js';
import { Age } from '../ui/age.js';
import { Bar, Change, Copy, count, Empty, Facts, Failure, Figure, Head, Pages, Search, State, Waiting }
    from '../ui/basic.js';
import { Tree } from '../ui/json.js';
import { Table } from '../ui/table.js';

const SIZE = 100;
const MOST_CELLS = 512;

export default function Workers({ rest, query, config }) {
  return rest.length ? html`<${TaskRun} id=${rest.join('/')} config=${config} />`
    : html`<${All} query=${query} config=${config} />`;
}

function All({ query, config }) {
  const page = Number(query.get('page') ?? 0);
  const namespace = query.get('namespace') ?? '';
  const cluster = useJson('/cluster?role=worker', { every: 5000 });
  const worker = useExisting(`/worker?page=${page}&size=${SIZE}${namespace
      && `&namespace=${encodeURIComponent(namespace)}`}`,
    { every: 2000 });
  const totals = cluster.data?.totals;
  const here = worker.data;
  const stuck = here?.runnings.filter((one) => one.stuck).length ?? 0;
  const longer = here?.runnings.filter((one) => !one.stuck && times(one) > 2).length ?? 0;
  return html`<${Head} title="Workers" about=${totals
      && `${count(totals.slots.used)} of ${count(totals.slots.max)} slots in use on ${
      totals.instances} ${totals.instances === 1 ? 'instance' : 'instances'}`}>
      ${here && html`<${DrainOrResume} of=${here} done=${worker.reload} />`}</${Head}>
    ${cluster.error && html`<${Waiting} of=${cluster} />`}
    ${cluster.data?.instances.length > 1 && html`<${Instances} of=${cluster.data} me=${config.instance} />`}
    ${worker.error?.status === 404 ? html`<${Empty} title="No worker runs on this instance.">
        ${cluster.data?.instances.length ? 'What a worker runs is shown on its own instance: follow its name above.'
          : html`Start an instance with the role <code>worker</code>: <code>windhover.roles=worker</code>.`}</${Empty}>`
      : worker.error && html`<${Waiting} of=${worker} />`}
    ${here && html`
      ${cluster.data?.instances.length > 1 && html`<h2>On ${here.instance}</h2>`}
      <div class="figures">
        <${Figure} name="State" value=${here.state} tone=${here.state === 'running' ? '' : 'odd'} />
        <${Figure} name="Slots in use" value=${count(here.slots.used)} unit=${`of ${count(here.slots.max)}`}
          tone=${here.slots.used >= here.slots.max ? 'odd' : ''} />
        <${Figure} name="Stuck" value=${stuck} tone=${stuck ? 'bad' : ''} title="More than ten times the usual" />
        <${Figure} name="Longer than usual" value=${longer} tone=${longer ? 'odd' : ''}
            title="More than twice the usual" />
        <${Figure} name="Worker groups" value=${here.groups.join(', ')} />
      </div>
      ${here.drain && html`<p class="banner"><${State} of="DRAINING" /> Drained ${here.drain.by
          && `by ${here.drain.by} `}${
        here.drain.since && html`<${Time} at=${here.drain.since} />`}${here.drain.reason
            && `: ${here.drain.reason}`}</p>`}
      <${Slots} of=${here} />
      <div class="filters"><${Search} label="Namespace" value=${namespace}
        onChange=${(value) => setQuery({ namespace: value, page: null })} /></div>
      <${Runnings} of=${here} config=${config} reload=${worker.reload} namespace=${namespace} />
      <${Pages} page=${here.page} more=${here.more} size=${here.size} total=${here.runningCount}
        to=${(next) => withQuery({ page: next || null })} />`}
    ${!here && !worker.error && html`<${Waiting} of=${worker} />`}`;
}

function times({ taskRun, usual }) {
  return usual ? millis(taskRun.duration) / millis(usual) : 0;
}

function DrainOrResume({ of: worker, done }) {
  const drained = worker.drain !== null;
  return drained
    ? html`<${Change} label="Resume" ask="Let this worker take jobs again?" done=${done}
        change=${{ method: 'POST', path: '/worker', body: { state: 'running' } }} />`
    : html`<${Change} label="Drain" reason done=${done}
        ask=${`Let this worker finish the ${count(worker.slots.used)} task runs that it has and take no more? ${
          'It stays so over restarts.'}`}
        change=${{ method: 'POST', path: '/worker', body: { state: 'draining' } }} />`;
}

function Instances({ of: cluster, me }) {
  const address = (one) => (one.id === cluster.answeredBy || one.id === me ? null : one.managementUrl
    && `${one.managementUrl.replace(/\/$/, '')}/console/workers`);
  return html`<${Table} caption="Workers of all instances" id=${(one) => one.id + one.incarnation}
      rows=${cluster.instances} columns=${[
    { name: 'Instance', of: (one) => (address(one) ? html`<a class="nowrap" href=${address(one)}>${one.id} ↗</a>`
      : html`<span class="nowrap"><strong>${one.id}</strong> <span class="muted">this one</span></span>`) },
    { name: 'State', of: (one) => html`<${State} of=${one.state === 'live' ? one.workerState : one.state}
        tone=${one.state === 'live'
      ? undefined : 'bad'} />` },
    { name: 'Slots', of: (one) => one.slots && html`<div class="slots-bar"><${Bar} ratio=${one.slots.used /
        one.slots.max}
      label=${`${one.slots.used} of ${one.slots.max} slots in use`} /><span
          class="num">${one.slots.used} of ${one.slots.max}</span></div>` },
    { name: 'Groups', of: (one) => html`<span class="nowrap">${one.workerGroups?.join(', ')}</span>` },
    { name: 'Heartbeat', num: true, of: (one) => html`<${Duration} of=${one.heartbeatAge} />` },
    { name: 'Safe to stop', wide: true, of: (one) => (one.safeToStop === null
        ? html`<span class="muted">not known</span>`
      : one.safeToStop ? 'yes' : html`<span title=${one.reasons.map((reason) => reason.detail).join('\n')}>no: ${
        one.reasons[0]?.detail}</span>`) },
  ]} />`;
}

/** Each slot as a cell, so that a full worker, a stuck task run and a long one are seen before anything is read. */
function Slots({ of: worker }) {
  const cells = Math.min(worker.slots.max, MOST_CELLS);
  const shown = worker.runnings.slice(0, cells);
  const kind = (one) => (one.stuck ? 'bad' : one.stopping ? 'stopping' : times(one) > 2 ? 'odd' : 'busy');
  const unlisted = Math.max(0, Math.min(cells, worker.slots.used) - shown.length);
  return html`<div class="cells" role="img" aria-label=${`${worker.slots.used} of ${worker.slots.max} slots in use`}>
    ${shown.map((one) => html`<span key=${one.taskRun.id} class=${kind(one)}
        title=${`${one.taskRun.namespace}/${one.taskRun.flowId} ${
      one.task.id}: ${span(millis(one.taskRun.duration))}`}></span>`)}
    ${Array.from({ length: unlisted }, () => html`<span class="busy"></span>`)}
    ${Array.from({ length: Math.max(0, cells - shown.length - unlisted) }, () => html`<span></span>`)}
    ${worker.slots.max > cells && html`<small class="muted">and ${count(worker.slots.max
        - cells)} more</small>`}</div>`;
}

function Runnings({ of: worker, config, reload, namespace }) {
  const rows = [...worker.runnings].sort((one, two) => Boolean(two.stuck) - Boolean(one.stuck));
  return html`<${Table} caption="Task runs that run here" rows=${rows} id=${(one) => one.taskRun.id}
    href=${(one) => pathOf('console', 'workers', one.taskRun.id)} mark=${(one) => (one.stuck ? 'stuck' : '')}
    columns=${[
      { name: 'Task run', of: ({ taskRun, task }) => html`<strong>${task.id}</strong>
        <span class="muted nowrap"> ${path(taskRun)}</span>` },
      { name: 'Running for', of: (one) => html`<${Age} of=${one.taskRun.duration} usual=${one.usual}
          stuck=${one.stuck} />` },
      { name: 'Flow', of: ({ taskRun }) =>
          html`<a class="nowrap" href=${flowView(taskRun.namespace,
              taskRun.flowId)}>${taskRun.namespace}/${taskRun.flowId}</a>` },
      { name: 'Type', of: ({ task }) => html`<code class="nowrap">${task.type}</code>` },
      { name: 'Attempt', num: true, of: ({ taskRun }) => taskRun.attempt },
      { name: 'Why', wide: true, of: ({ stuck, stopping }) =>
          html`${stuck && html`<${State} of="STUCK" tone="bad" /> <span>${stuck.reason}</span>
        ${stuck.cause && html`<br /><code>${stuck.cause}</code>`}`}${stopping
            && html` <${State} of=${`stopping: ${stopping}`} tone="odd" />`}` },
      { name: 'Actions', of: ({ taskRun, stopping }) => !stopping && html`<${Kill} id=${taskRun.id} done=${reload} />`
          },
    ]}
    empty=${html`<${Empty} title=${namespace ? `Nothing of namespace ${namespace} runs here.` : 'Nothing runs here.'}>
      ${worker.drain ? 'This worker was drained: resume it, and it takes jobs again.'
        : config.otherUrl ? html`Start an execution: <a href=${`${config.otherUrl}/console/flows`}>flows</a>.`
          : 'What a flow starts appears here within a second or two.'}</${Empty}>`} />`;
}

/** The path of a task run, without the execution before it. */
function path({ id, executionId, taskId }) {
  const inner = id.startsWith(`${executionId}.`) ? id.slice(executionId.length + 1) : id;
  return inner === taskId ? '' : inner;
}

function Kill({ id, done }) {
  return html`<${Change} label="Kill" danger done=${done}
    ask=${`Kill the task run ${id}? It ends as KILLED; whether its execution goes on depends on the flow.`}
    change=${{ method: 'DELETE', path: `/worker/${encodeURIComponent(id)}` }} />`;
}

function TaskRun({ id, config }) {
  const answer = useExisting(`/worker/${encodeURIComponent(id)}`, { every: 2000 });
  const one = answer.data;
  const executionId = one?.taskRun.executionId ?? id.split('.')[0];
  const execution = executionView(config, executionId);
  if (answer.error?.status === 404 && !one) {
    return html`<${Head} title=${id.slice(id.indexOf('.') + 1)} />
      <${Empty} title="This task run does not run on this instance.">It has ended, or another worker has it. ${execution
        ? html`<a href=${execution}>Its execution</a> tells`
        : html`<code>GET /api/executions/${executionId}</code> on port 8080 tells`
      }; <a href="/console/workers">what runs here</a>.</${Empty}>`;
  }
  if (!one) {
    return html`<${Waiting} of=${answer} />`;
  }
  const { taskRun, task, attempts, stuck, stopping } = one;
  const ended = answer.error?.status === 404;
  return html`<${Head} title=${task.id}
        about=${html`<a href=${flowView(taskRun.namespace,
            taskRun.flowId)}>${taskRun.namespace}/${taskRun.flowId}</a> ${
        path(taskRun)} · <code>${task.type}</code>`}>
      <${State} of=${ended ? 'ended' : stopping ? `stopping: ${stopping}` : stuck ? 'STUCK' : taskRun.state}
        tone=${ended ? 'idle' : stuck ? 'bad' : undefined} />
      ${!ended && !stopping && html`<${Kill} id=${taskRun.id} done=${answer.reload} />`}</${Head}>
    <p class="crumb"><a href="/console/workers">← All workers</a></p>
    ${ended ? html`<p class="banner">It has ended, or another worker has it: this is what it was like <${Time}
        at=${new Date(answer.at).toISOString()} />.</p>`
      : answer.error && html`<${Failure} error=${answer.error} retry=${answer.reload} />`}
    ${stuck && html`<div class="failure" role="alert"><strong>Stuck since <${Time} at=${stuck.since} /></strong>
      <p>It ${stuck.reason}.</p>${stuck.cause && html`<p>Its thread stands in <code>${stuck.cause}</code></p>`}</div>`}
    <div class="card big-age"><${Running} since=${taskRun.startedAt} usual=${one.usual} stuck=${stuck} ended=${ended
        && taskRun.duration} /></div>
    <${Facts} of=${[
      ['Execution', execution ? html`<a href=${execution}>${taskRun.executionId}</a>` : taskRun.executionId],
      ['Flow revision', taskRun.flowRevision],
      ['Started', html`<${Time} at=${taskRun.startedAt} />`],
      ['Deadline', attempts[0]?.deadline ? html`<${Time} at=${attempts[0].deadline} />` : 'none'],
      ['Instance', one.instance],
      ...Object.entries(one.facts).map(([name, value]) => [name, String(value)]),
    ]} />
    <h2>Attempts</h2>
    <${Table} caption="Attempts on this worker" rows=${attempts} columns=${[
      { name: 'Attempt', of: (each) => each.number },
      { name: 'Queued', of: (each) => html`<${Time} at=${each.queuedAt} />` },
      { name: 'Waited', num: true, of: (each) => html`<${Duration} of=${new Date(each.startedAt)
          - new Date(each.queuedAt)} />` },
      { name: 'Started', of: (each) => html`<${Time} at=${each.startedAt} />` },
      { name: 'Timeout', num: true, of: (each) => html`<${Duration} of=${each.timeout} />` },
    ]} />
    ${taskRun.attempt > 1 && html`<p class="muted">Earlier attempts are ${execution
        ? html`<a href=${execution}>with its execution</a>`
      : html`in <code>GET /api/executions/${executionId}</code>`}.</p>`}
    <${Stack} of=${one.thread} />
    <${Log} lines=${one.log} />
    ${one.metrics.length > 0 && html`<h2>Metrics</h2><${Table} caption="Metrics published so far" rows=${one.metrics}
        columns=${[
      { name: 'Name', of: (each) => html`<code>${each.name}</code>` },
      { name: 'Kind', of: (each) => String(each.kind).toLowerCase() },
      { name: 'Tags', of: (each) => Object.entries(each.tags).map(([name, value]) => `${name}=${value}`).join(' ') },
      { name: 'Total', num: true, of: (each) => (each.count === null ? count(each.total) : span(1000 * each.total)) },
      { name: 'Count', num: true, of: (each) => count(each.count) },
      { name: 'Longest', num: true, of: (each) => (each.max === null ? '–' : span(1000 * each.max)) },
    ]} />`}
    <h2>Configuration</h2>
    <${Tree} value=${one.configuration} />
    ${JSON.stringify(one.configuration)?.includes('******') && html`<p class="muted">Values are hidden unless
      <code> management.endpoint.worker.show-values</code> shows them.</p>`}`;
}

function Running({ since, usual, stuck, ended }) {
  const now = useNow();
  return html`<${Age} of=${ended || Math.max(0, now - new Date(since))} usual=${usual} stuck=${stuck} />`;
}

function Stack({ of: thread }) {
  return html`<h2>Stack</h2>${thread ? html`<div class="thread"><span><code>${thread.name}</code> <${State}
      of=${thread.state} tone="idle" /></span>
      <${Copy} text=${[thread.name, ...thread.stack].join('\n  at ')} label="Copy the stack" /></div>
    <pre class="stack" tabindex="0" aria-label="Stack of the thread">${thread.stack.map((frame, at) =>
      html`<span class=${/^(java|jdk|sun)\b/.test(frame) ? 'muted' : ''}>${frame}${at < thread.stack.length - 1 ? '\n'
          : ''}</span>`)}</pre>`
    : html`<p class="muted">No thread runs it at this moment: it is between two, or waits outside of this
    process.</p>`}`;
}

function Log({ lines }) {
  const bad = (level) => (level === 'ERROR' ? 'bad' : level === 'WARN' ? 'odd' : '');
  return html`<h2>Log <span class="muted small">its last lines</span></h2>
    ${lines.length === 0 ? html`<p class="muted">It has written nothing yet.</p>`
      : html`<pre class="log lines-of-log" tabindex="0" aria-label="Last lines of its log">${lines.map((line) =>
      html`<span>
        <span class="muted">${clock(new Date(line.at).getTime())}</span> <span
            class="level ${bad(line.level)}">${line.level}</span> ${line.message}${'\n'}</span>`)}</pre>`}`;
}
