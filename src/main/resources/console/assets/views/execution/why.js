// Why an execution has not ended: everything that it waits for, the most likely to need somebody first.
import { html } from '../../lib/html.js';
import { config } from '../../lib/api.js';
import { withQuery } from '../../lib/router.js';
import { Time } from '../../lib/time.js';
import { count, Empty } from '../../ui/basic.js';
import { StateOf } from '../../ui/states.js';
import { Resume } from './actions.js';

const MOST = 12;

/** [{state, text, what, since, runs, action}], where text is a short sentence and what explains it. */
export function reasonsOf(execution, runs) {
  const reasons = [];
  const add = (reason) => reasons.push(reason);
  const since = execution.history.at(-1)?.at;
  const of = (state) => runs.filter((run) => run.state === state);
  if (execution.killRequested) {
    add({ state: 'KILLED', text: 'It is being killed', since,
      what: 'Its task runs are stopped on their workers, then its finally '
      + 'tasks run. A worker that does not answer is given up after its lease.' });
  }
  if (execution.held) {
    add({ state: 'PAUSED', text: 'Somebody has paused it as a whole', since, action: 'resume',
      what: 'What ran has gone on to its end; nothing more of it begins until it is resumed.' });
  }
  if (execution.state === 'CREATED') {
    add({ state: 'CREATED', text: 'The executor has not begun it', since, inside: 'streams',
      what: 'Its command waits in Kafka. That takes milliseconds, unless the executor is behind or starts.' });
  }
  if (execution.waitsFor) {
    add({ state: 'QUEUED', text: `It waits for ${execution.waitsFor}`, since, flow: true,
      what: 'Its flow limits how many executions may run at once; it begins when one of the others has ended.' });
  }
  const paused = of('PAUSED');
  if (paused.length > 0) {
    add({ state: 'PAUSED', text: some(paused, 'is paused', 'are paused'), runs: paused, action: 'resume-tasks',
      what: 'A pause ends after its duration, or when somebody resumes it with the inputs that it wants.' });
  }
  const retrying = of('RETRYING');
  if (retrying.length > 0) {
    add({ state: 'RETRYING', text: some(retrying, 'failed and is tried again',
      'failed and are tried again'), runs: retrying,
      what: 'The next attempt begins when the delay of its retry is over.' });
  }
  const queued = of('QUEUED');
  if (queued.length > 0) {
    add({ state: 'QUEUED', text: some(queued, 'waits for a worker',
      'wait for a worker'), runs: queued, inside: 'workers',
      what: 'No worker has taken it: all slots are in use, workers are drained, or none serves its worker group.' });
  }
  const running = of('RUNNING').filter((run) => run.attempts.length > 0 || run.taskType === 'subflow');
  if (running.length > 0) {
    add({ state: 'RUNNING', text: some(running, 'runs', 'run'), runs: running,
      what: 'It waits for what runs to end.' });
  }
  return reasons;
}

function some(runs, one, many) {
  return runs.length === 1 ? `${runs[0].path} ${one}` : `${count(runs.length)} tasks ${many}`;
}

export function Why({ execution, runs, reload }) {
  const reasons = reasonsOf(execution, runs);
  if (reasons.length === 0) {
    return html`<${Empty}
      title="Nothing is known that it waits for">The executor is between two steps, or its task runs are not
      known here yet.</${Empty}>`;
  }
  return reasons.map((reason) => html`<section class="card why" key=${reason.text}>
    <h2><${StateOf} of=${reason.state} /> ${reason.text}</h2>
    <p class="muted">${reason.since && html`Since <${Time} at=${reason.since} />. `}${reason.what}
      ${reason.inside && config().otherUrl && html` <a href=${`${config().otherUrl}/console/${reason.inside}`}
        target="_self">Look inside the engine →</a>`}
      ${reason.flow && html` <a
        href=${`/console/executions?namespace=${encodeURIComponent(execution.namespace)}&flowId=${
        encodeURIComponent(execution.flowId)}&state=RUNNING&state=PAUSED&state=RETRYING&range=any`}>Those that
        run →</a>`}</p>
    ${reason.action === 'resume' && html`<${Resume} execution=${execution} done=${reload} />`}
    ${reason.runs && html`<ul class="waiting">${reason.runs.slice(0, MOST).map((run) => html`<li key=${run.path}>
      <a href=${withQuery({ task: run.path })}>${run.path}</a> <span class="muted">${run.taskType} · since <${Time}
        at=${run.history.at(-1)?.at} />${run.attempts.at(-1)?.worker ? ` · on ${run.attempts.at(-1).worker}` : ''}${
        run.attempts.length > 1 ? ` · attempt ${run.attempts.length}` : ''}</span>
      ${run.outputs?.executionId && html`<a
        href=${`/console/execution/${encodeURIComponent(run.outputs.executionId)}`}>the
        execution that it called</a>`}
      ${run.state === 'RETRYING' && run.attempts.at(-1)?.error && html`<span
        class="bad one-line">${run.attempts.at(-1).error}</span>`}
      ${reason.action === 'resume-tasks' && html`<${Resume} execution=${execution} path=${run.path} done=${reload}
        />`}</li>`)}
      ${reason.runs.length > MOST && html`<li
        class="muted">${count(reason.runs.length - MOST)} more: see the timeline.</li>`}</ul>`}
  </section>`);
}
