// What can be done to one execution.
import { html, useState } from '../../lib/html.js';
import { curl, mayChange, request, useRoles } from '../../lib/api.js';
import { navigate } from '../../lib/router.js';
import { Change, Dialog, Failure } from '../../ui/basic.js';
import { Inputs, problemsOf, valuesOf } from '../../ui/inputs.js';
import { isEnded } from '../../ui/states.js';
import { pauseInputs, tasksOf, useFlow } from './flow.js';
import { taskPath } from './tree.js';

const PATHS = 500;

function apiOf(execution, action) {
  return `/api/executions/${encodeURIComponent(execution.id)}/${action}`;
}

function toNew(answer) {
  navigate(`/console/execution/${encodeURIComponent(answer.id)}`);
}

export function Actions({ execution, runs, reload }) {
  const post = (action, body) => ({ method: 'POST', path: apiOf(execution, action), body });
  if (isEnded(execution.state)) {
    return html`${execution.state !== 'SUCCESS' && html`<${Change} label="Restart" change=${post('restart')}
      done=${toNew}
        ask="A new execution runs on from what failed; what succeeded is kept." />`}
      ${runs.length > 0 && html`<${Replay} execution=${execution} runs=${runs} />`}`;
  }
  const paused = runs.filter((run) => run.state === 'PAUSED');
  return html`${execution.held || paused.length === 1 ? html`<${Resume} execution=${execution} done=${reload}
      path=${execution.held ? undefined : paused[0].path} />` : null}
    ${!execution.held && !['QUEUED', 'CREATED'].includes(execution.state)
      && !execution.killRequested && html`<${Change} label="Pause"
      change=${post('pause')} done=${reload}
        ask="What runs of it goes on to its end, and nothing more begins until it is resumed." />`}
    <${Change} danger label="Kill" change=${post('kill')} done=${reload} disabled=${execution.killRequested}
      title=${execution.killRequested ? 'It is being killed' : undefined}
      ask="It ends soon as KILLED, with its subflows and processes; its finally tasks still run." />`;
}

/** Replays from a path, which is chosen or given; the answer's page is shown. */
export function Replay({ execution, runs, from, label = 'Replay…' }) {
  const [path, setPath] = useState(from ?? runs[0]?.path ?? '');
  const inLoop = (run) => run.path.includes('[');
  const paths = [...runs.filter((run) => !inLoop(run)), ...runs.filter(inLoop)].slice(0, PATHS);
  return html`<${Change} label=${label}
    change=${{ method: 'POST', path: apiOf(execution, 'replay'), body: { from: from ?? path } }}
    done=${toNew} disabled=${!(from ?? path)}
      ask=${`A new execution of the same revision, inputs and labels runs anew from ${from ?? 'a path'} on;
      what succeeded before is kept.`}>
    ${!from && html`<label>From <input list="replay-paths" required value=${path} spellcheck="false" autocomplete="off"
      onInput=${(event) => setPath(event.target.value)} /><datalist id="replay-paths">${paths.map((run) => html`<option
      value=${run.path} />`)}</datalist></label>`}</${Change}>`;
}

/** Ends the pause of the execution as a whole or, with a path, of one task, with the inputs that it wants. */
export function Resume({ execution, path, done }) {
  useRoles();
  const [open, setOpen] = useState(false);
  if (!mayChange()) {
    return null;
  }
  return html`<button class="primary" onClick=${() => setOpen(true)}>Resume</button>
    ${open && html`<${ResumeDialog} execution=${execution} path=${path} close=${() => setOpen(false)}
      done=${() => { setOpen(false); done?.(); }} />`}`;
}

function ResumeDialog({ execution, path, close, done }) {
  const flow = useFlow(execution, Boolean(path));
  const [texts, setTexts] = useState({});
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const task = path && flow.value ? tasksOf(flow.value).find((one) => one.path === taskPath(path))?.task : null;
  const inputs = pauseInputs(task);
  const { values, errors } = valuesOf(inputs, texts);
  const problems = problemsOf(error, inputs);
  const body = path ? { path, ...(Object.keys(values).length && { inputs: values }) } : undefined;
  const asked = { method: 'POST', path: apiOf(execution, 'resume'), body };
  const go = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      done(await request(asked.path, asked));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<${Dialog} title="Resume" close=${close}><form onSubmit=${go}>
    <p>${path ? html`Ends the pause of <strong>${path}</strong>. ${task?.description ?? ''}`
      : 'It goes on where it was paused.'}</p>
    ${inputs.length > 0 && html`<${Inputs} inputs=${inputs} texts=${texts} errors=${{ ...problems.errors, ...errors }}
      prefix="resume"
      set=${(id, text) => setTexts({ ...texts, [id]: text })} />`}
    <${Failure} error=${flow.error} />
    <pre class="curl">${curl(asked.path, asked)}</pre>
    ${!problems.all && html`<${Failure} error=${error} />`}
    <footer><button type="button" class="quiet" onClick=${close}>Cancel</button>
      <button class="primary"
        disabled=${busy || Object.keys(errors).length > 0 || (path
          && !flow.value && !flow.error)}>Resume</button></footer>
  </form></${Dialog}>`;
}
