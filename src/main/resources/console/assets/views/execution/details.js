// One task run or scope, beside the timeline or the graph.
import { html } from '../../lib/html.js';
import { setQuery, withQuery } from '../../lib/router.js';
import { Duration, exact, Time } from '../../lib/time.js';
import { count } from '../../ui/basic.js';
import { Tree } from '../../ui/json.js';
import { isEnded, StateOf, Tally } from '../../ui/states.js';
import { Replay, Resume } from './actions.js';

const ATTEMPTS = 20;

export function Details({ execution, node, path, reload }) {
  const run = node?.run;
  return html`<aside class="details card" aria-label="Task run">
    <header><h2>${path}</h2><button class="quiet" aria-label="Close"
      onClick=${() => setQuery({ task: null })}>✕</button></header>
    ${!node ? html`<p class="muted">No task run of this path is known here.</p>` : html`
      <p><${StateOf} of=${node.state} /> <span
        class="muted">${run?.taskType ?? 'scope'}${run?.kept ? ' · kept from before' : ''}</span></p>
      ${run?.error && html`<p class="last-error bad">${run.error}</p>`}
      <div class="actions">${run && isEnded(execution.state) && html`<${Replay} execution=${execution} runs=${[run]}
        from=${run.path}
          label="Replay from here" />`}
        ${run?.state === 'PAUSED' && html`<${Resume} execution=${execution} path=${run.path} done=${reload} />`}
        ${run?.attempts.length > 0 && html`<a
          href=${withQuery({ tab: 'log', logtask: run.path, find: null })}>Its log</a>`}
        ${run?.outputs?.executionId && html`<a
          href=${`/console/execution/${encodeURIComponent(run.outputs.executionId)}`}>The execution
          it called</a>`}</div>
      <dl class="facts"><div><dt>Began</dt><dd><${Time} at=${iso(node.from)} /></dd></div>
        ${node.to !== null && html`<div><dt>Ended</dt><dd><${Time} at=${iso(node.to)} /></dd></div>
          <div><dt>Took</dt><dd><${Duration} of=${node.to - node.from} /></dd></div>`}
        ${node.children.length > 0 && html`<div><dt>Task runs in it</dt><dd>${count(node.leaves)}</dd></div>`}</dl>
      ${node.children.length > 0 && html`<p><${Tally} of=${node.counts} /></p>`}
      ${run?.attempts.length > 0 && html`<${Attempts} attempts=${run.attempts} />`}
      ${run?.outputs && Object.keys(run.outputs).length > 0 && html`<h3>Outputs</h3><${Tree} value=${run.outputs}
        open=${2} />`}
      ${run && html`<details><summary>History</summary><ol
        class="history">${run.history.slice(-50).map((change) => html`<li><${StateOf}
        of=${change.state} /> <span class="muted num">${exact(change.at)}</span></li>`)}</ol></details>`}`}
  </aside>`;
}

function iso(at) {
  return at === null ? null : new Date(at).toISOString();
}

function Attempts({ attempts }) {
  return html`<h3>Attempts</h3>${attempts.slice(-ATTEMPTS).toReversed().map((attempt) => {
    const times = [attempt.queuedAt, attempt.startedAt, attempt.endedAt].map((at) => (at ? Date.parse(at) : null));
    return html`<div class="attempt" key=${attempt.number}><p><strong>${attempt.number}</strong> <${StateOf}
      of=${attempt.state} />
        ${attempt.worker && html` <span class="muted">on ${attempt.worker}</span>`}</p>
      <p class="muted">waited <${Duration} of=${times[0] !== null && times[1] !== null ? times[1] - times[0] : null}
        />, ran <${Duration}
        of=${times[1] !== null && times[2] !== null ? times[2] - times[1] : null} /></p>
      ${attempt.error && html`<p class="bad">${attempt.error}</p>`}
      ${attempt.metrics?.length > 0 && html`<p
        class="muted num">${attempt.metrics.map((one) => `${one.name}${tags(one.tags)} ${
        one.kind === 'timer' ? `${one.value.toFixed(3)} s` : count(one.value)}`).join(' · ')}</p>`}</div>`;
  })}${attempts.length > ATTEMPTS && html`<p class="muted">The last ${ATTEMPTS} of ${count(attempts.length)}.</p>`}`;
}

function tags(of) {
  const texts = Object.entries(of ?? {}).map(([key, value]) => `${key}=${value}`);
  return texts.length > 0 ? `{${texts.join(',')}}` : '';
}
