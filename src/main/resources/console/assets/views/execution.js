// One execution: when its tasks waited and ran, its graph, its log, what went in and came out, and why it waits.
import { html, useMemo } from '../lib/html.js';
import { withQuery } from '../lib/router.js';
import { Duration, Time, useNow } from '../lib/time.js';
import { count, Empty, Failure, Head, Waiting } from '../ui/basic.js';
import { isEnded, StateOf } from '../ui/states.js';
import { Actions } from './execution/actions.js';
import { Data } from './execution/data.js';
import { Details } from './execution/details.js';
import { useExecution } from './execution/follow.js';
import { RunGraph } from './execution/graph.js';
import { Log } from './execution/log.js';
import { Timeline } from './execution/timeline.js';
import { treeOf } from './execution/tree.js';
import { reasonsOf, Why } from './execution/why.js';

const TABS = [['timeline', 'Timeline'], ['graph', 'Graph'], ['log', 'Log'],
  ['data', 'Inputs and outputs'], ['why', 'Why it waits']];

export default function ExecutionView({ rest, query }) {
  return rest[0] ? html`<${One} key=${rest[0]} id=${rest[0]} query=${query} />`
    : html`<${Head} title="Execution" /><${Empty} title="No execution is named">Choose one from the <a
      href="/console/executions">list</a>.</${Empty}>`;
}

function One({ id, query }) {
  const { execution, runs, error, live, reload } = useExecution(id);
  const tree = useMemo(() => treeOf(runs, execution && isEnded(execution.state)), [runs]);
  if (!execution) {
    return html`<${Head} title=${`Execution ${id.slice(0, 8)}`} /><${Waiting} of=${{ error, reload, data: undefined }}
      />`;
  }
  const ended = isEnded(execution.state);
  const wanted = query.get('tab') ?? 'timeline';
  const tab = TABS.some(([name]) => name === wanted) ? wanted : 'timeline';
  const task = query.get('task') || null;
  const beside = task !== null && tab !== 'log';
  return html`<${Header} execution=${execution} runs=${runs} live=${live} reload=${reload} />
    ${error && html`<${Failure} error=${error} retry=${reload} />`}
    ${execution.partial && html`<p
      class="notice">Task runs that ended before may be missing: the repository does not answer.</p>`}
    ${runs.length < (execution.taskRunCount ?? 0) && (ended || runs.length >= 1000) && html`<p
      class="notice num">The first
      ${count(runs.length)} of ${count(execution.taskRunCount)} task runs are shown.</p>`}
    <nav class="tabs"
      aria-label="Parts">${TABS.filter(([name]) => name !== 'why' || !ended || tab === 'why').map(([name, label]) =>
      html`<a key=${name} href=${withQuery({ tab: name === 'timeline' ? null : name, find: null })}
        aria-current=${name === tab ? 'page' : undefined}>${label}</a>`)}</nav>
    <div class=${`beside-run ${beside ? 'open' : ''}`}><div>
      ${tab === 'timeline' && html`<${Timeline} execution=${execution} tree=${tree} query=${query} />`}
      ${tab === 'graph' && html`<${RunGraph} execution=${execution} tree=${tree} query=${query} />`}
      ${tab === 'log' && html`<${Log} execution=${execution} query=${query} />`}
      ${tab === 'data' && html`<${Data} execution=${execution} runs=${runs} />`}
      ${tab === 'why' && (ended ? html`<${Empty} title="It has ended">It waits for nothing.</${Empty}>`
        : html`<${Why} execution=${execution} runs=${runs} reload=${reload} />`)}
    </div>${beside && html`<${Details} execution=${execution} node=${tree.nodes.get(task)} path=${task}
      reload=${reload} />`}</div>`;
}

const LIVE = { events: ['on', 'Live', 'Changes appear as the server reports them'],
  polling: ['on', 'Live', 'Read again every few seconds'], ended: ['', 'Ended', 'Nothing changes any more'] };

function Header({ execution, runs, live, reload }) {
  const ended = isEnded(execution.state);
  const [on, word, meaning] = LIVE[live];
  const reason = ended ? null : reasonsOf(execution, runs)[0];
  return html`<${Head} title=${`${execution.namespace}/${execution.flowId}`} about=${html`<span
    class="mono">${execution.id}</span>`}>
      <span class=${`live muted ${on}`} title=${meaning}><i></i>${word}</span>
      <${Actions} execution=${execution} runs=${runs} reload=${reload} /></${Head}>
    <div class="execution-head"><${StateOf} of=${execution.state} />
      <span><span class="muted">created</span> <${Time} at=${execution.createdAt} /></span>
      <${Times} execution=${execution} />
      <span><span class="muted">flow</span> <a
        href=${`/console/flow/${encodeURIComponent(execution.namespace)}/${encodeURIComponent(
        execution.flowId)}`}>revision ${execution.flowRevision}</a></span>
      ${execution.taskRunCount > 0 && html`<span class="num">${count(execution.taskRunCount)} ${
        html`<span class="muted"> task ${execution.taskRunCount === 1 ? 'run' : 'runs'}</span>`}</span>`}
      <${Origin} execution=${execution} />
      ${Object.entries(execution.labels).map(([key, value]) => html`<a key=${key} class="label"
        href=${`/console/executions?label=${
        encodeURIComponent(`${key}=${value}`)}`}>${key}=${value}</a>`)}</div>
    ${execution.error && html`<p class="last-error bad">${execution.error}${execution.cause && html` <a
      href=${`/console/executions?cause=${execution.cause}&range=P7D`}>All that failed so</a>`}</p>`}
    ${reason && reason.state !== 'RUNNING' && html`<p class="notice"><${StateOf} of=${reason.state}
      /> ${reason.text}. <a
      href=${withQuery({ tab: 'why', find: null })}>Why it waits</a></p>`}`;
}

function Times({ execution }) {
  const now = useNow();
  const created = Date.parse(execution.createdAt);
  const end = execution.endedAt ? Date.parse(execution.endedAt) : now;
  const started = execution.startedAt ? Date.parse(execution.startedAt) : end;
  return html`<span><span class="muted">waited</span> <${Duration} of=${Math.max(0, started - created)} /></span>
    ${execution.startedAt && html`<span><span
      class="muted">${execution.endedAt ? 'ran' : 'runs for'}</span> <${Duration}
      of=${Math.max(0, end - started)} /></span>`}`;
}

function Origin({ execution }) {
  const { trigger, parent, restartOf, replayOf, replayFrom } = execution;
  const link = (id, text) => html`<a href=${`/console/execution/${encodeURIComponent(id)}`}>${text}</a>`;
  return html`${trigger && html`<span title=${trigger.date}><span class="muted">by trigger</span> ${trigger.id}
      ${' '}<span class="muted">${trigger.type}${trigger.backfill ? ', backfill' : ''}</span></span>`}
    ${parent && html`<span><span class="muted">called by</span> ${link(parent.executionId, parent.path)}</span>`}
    ${restartOf && html`<span>${link(restartOf, 'restart')} <span
      class="muted">of ${restartOf.slice(0, 8)}</span></span>`}
    ${replayOf && html`<span>${link(replayOf, 'replay')} <span class="muted">from ${replayFrom}</span></span>`}
    ${!trigger && !parent && !restartOf && !replayOf && html`<span class="muted">by request</span>`}`;
}
