// Restarts or kills all executions that match a filter, after a preview of what it would touch.
import { html, useEffect, useRef, useState } from '../../lib/html.js';
import { curl, lines, mayChange, useRoles } from '../../lib/api.js';
import { withBase } from '../../lib/base.js';
import { exact } from '../../lib/time.js';
import { Bar, count, Dialog, Failure } from '../../ui/basic.js';
import { LIVE, paint, StateOf } from '../../ui/states.js';

const PATH = '/api/executions/actions';
const SHOWN = 200;
const ACTIONS = {
  restart: { label: 'Restart…', title: 'Restart what matches', verb: 'Restart',
    suits: ['FAILED', 'KILLED', 'WARNING', 'SKIPPED'],
    first: ['FAILED'], ask: 'Each runs on from what failed, as a new execution; what succeeded is kept.' },
  kill: { label: 'Kill…', title: 'Kill what matches', verb: 'Kill', suits: LIVE, first: LIVE, danger: true,
    ask: 'Each ends soon as KILLED, with its subflows and processes; its finally tasks still run.' },
};

/** The buttons; filter: namespace, flowId, state, label, cause; from and to bound the dates. */
export function Bulk({ filter, from, to }) {
  useRoles();
  const [open, setOpen] = useState(null);
  if (!mayChange()) {
    return null;
  }
  const narrow = filter.namespace || filter.flowId || filter.state.length || filter.label.length || filter.cause
    || from || to;
  // what has a cause has failed, and cannot be killed
  const actions = Object.entries(ACTIONS).filter(([name]) => name !== 'kill' || !filter.cause);
  return html`${actions.map(([name, action]) => html`<button key=${name}
    class=${action.danger ? 'danger' : ''}
      disabled=${!narrow} title=${narrow ? action.title : 'Choose a filter or a time range first'}
      onClick=${() => setOpen({ name, to: to ?? new Date().toISOString() })}>${action.label}</button>`)}
    ${open && html`<${Action} name=${open.name} filter=${filter} from=${from} to=${open.to}
      close=${() => setOpen(null)} />`}`;
}

const NOTHING = { rows: [], flows: {}, progress: null, summary: null, error: null, busy: false };

/** Runs the action, or its dry run, and gathers what is reported; drawn ten times a second at most. */
function useAction() {
  const [found, setFound] = useState(NOTHING);
  const abort = useRef(null);
  const run = async (body) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    const now = { ...NOTHING, rows: [], flows: {}, busy: true };
    const draw = () => abort.current === mine && setFound({ ...now });
    draw();
    const timer = setInterval(draw, 100);
    try {
      await lines(PATH, { body, signal: mine.signal, onLine: (line) => take(now, line) });
    } catch (error) {
      now.error = error.name === 'AbortError' ? null : error;
    }
    clearInterval(timer);
    now.busy = false;
    draw();
  };
  useEffect(() => () => abort.current?.abort(), []);
  return [found, run, () => abort.current?.abort()];
}

function take(now, line) {
  if (line.summary) {
    now.summary = line.summary;
  } else if (line.progress) {
    now.progress = line.progress;
  } else {
    if (line.outcome === 'would' || line.outcome === 'accepted') {
      const flow = `${line.namespace}/${line.flowId}`;
      now.flows[flow] = (now.flows[flow] ?? 0) + 1;
    }
    if (now.rows.length < SHOWN && line.outcome !== 'skipped') {
      now.rows.push(line);
    }
  }
}

function Action({ name, filter, from, to, close }) {
  const action = ACTIONS[name];
  const suits = filter.cause ? action.first : action.suits;
  const chosen = filter.state.filter((state) => suits.includes(state));
  const none = filter.state.length > 0 && chosen.length === 0;
  const [states, setStates] = useState(none ? [] : chosen.length ? chosen : action.first);
  const [preview, look] = useAction();
  const [done, act, stop] = useAction();
  const body = { action: name, filter: { ...(filter.namespace && { namespace: filter.namespace }),
    ...(filter.flowId && { flowId: filter.flowId }), ...(states.length && { state: states }),
    ...(filter.label.length && { label: filter.label }), ...(filter.cause && { cause: filter.cause }),
    ...(from && { from }), to } };
  useEffect(() => {
    if (states.length) {
      look({ ...body, dryRun: true });
    }
  }, [states.join()]);
  const began = done.busy || done.summary || done.error;
  const would = preview.summary?.would;
  const toggle = (state) => setStates(states.includes(state) ? states.filter((one) => one !== state)
    : [...states, state]);
  const go = (event) => {
    event.preventDefault();
    act(body);
  };
  return html`<${Dialog} wide title=${action.title} close=${close}><form onSubmit=${go}>
    <p>${action.ask}</p>
    <p class="muted">${filterText(filter, from, to)}</p>
    ${!began && html`<fieldset class="states"><legend>In which state</legend>${suits.map((state) => html`<label
      key=${state}>
      <input type="checkbox" checked=${states.includes(state)} onChange=${() => toggle(state)} /><i
        class=${paint(state)}></i>
      ${state}</label>`)}</fieldset>`}
    ${none && states.length === 0 && html`<p role="status">The filter has only states of which nothing can be
      ${name === 'kill' ? 'killed' : 'restarted'}: choose others here.</p>`}
    ${began ? html`<${Report} of=${done} verb=${action.verb} />` : states.length > 0 && html`<${Report}
      of=${preview} dry />`}
    <pre class="curl">${curl(PATH, { method: 'POST', body })}</pre>
    <footer>${done.busy ? html`<button type="button" onClick=${stop}>Stop</button>`
      : html`<button type="button" class="quiet" onClick=${close}>${done.summary ? 'Close' : 'Cancel'}</button>`}
      ${!done.summary && html`<button class=${action.danger ? 'danger' : 'primary'}
        disabled=${done.busy || preview.busy || !would || states.length === 0}>${
          would ? `${action.verb} ${count(would)}` : action.verb}</button>`}</footer>
  </form></${Dialog}>`;
}

function filterText(filter, from, to) {
  return [filter.namespace && `namespace ${filter.namespace}`, filter.flowId && `flow ${filter.flowId}`,
    ...filter.label, filter.cause && `failed for ${filter.cause}`, from && `created from ${exact(from)}`,
    `created before ${exact(to)}`].filter(Boolean).join(' · ');
}

function Report({ of, dry, verb }) {
  const { summary, progress, flows, rows, error, busy } = of;
  const all = Object.entries(flows).sort((one, other) => other[1] - one[1]);
  const outcomes = summary && ['accepted', 'unchanged', 'skipped', 'refused'].filter((name) => summary[name] > 0)
    .map((name) => `${count(summary[name])} ${name}`).join(', ');
  return html`<div class="report" aria-live="polite">
    ${busy && html`<${Bar} label=${dry ? 'Preview' : verb} ratio=${progress?.of ? progress.done / progress.of : 0} />
      <p class="muted num">${dry ? 'Looking' : 'At work'}: ${count(progress?.done ?? rows.length)}${progress?.of
        ? ` of about ${count(progress.of)}` : ''}</p>`}
    ${summary && html`<p><strong>${dry ? summary.would ? `${count(summary.would)} would be touched.`
      : 'Nothing would be touched.' : outcomes || 'Nothing matched.'}</strong>
      ${dry && outcomes && html` <span class="muted">Beside them ${outcomes}.</span>`}
      ${!summary.complete && html` <span class="bad">Not complete: ${summary.reason}</span>`}</p>`}
    <${Failure} error=${error} />
    ${all.length > 0 && html`<ul class="touched">${all.slice(0, 8).map(([flow, n]) => html`<li key=${flow}>${flow}
      <span class="num muted">${count(n)}</span></li>`)}
      ${all.length > 8 && html`<li class="muted">${all.length - 8} more flows</li>`}</ul>`}
    ${rows.length > 0 && html`<div class="table short" tabindex="0" role="region" aria-label="Executions"><table>
      <caption class="hidden">Executions</caption><tbody>${rows.map((row) => html`<tr key=${row.id}>
        <td><${StateOf} of=${row.state} /></td><td>${row.namespace}/${row.flowId}</td>
        <td><a href=${withBase(`/console/execution/${row.execution ?? row.id}`)} target="_blank"><code>${(row.execution
          ?? row.id).slice(0, 8)}</code></a></td>
        <td class=${row.outcome === 'refused' ? 'bad' : 'muted'}>${
          [row.outcome === 'would' ? null : row.outcome, row.reason].filter(Boolean).join(': ')}</td>
      </tr>`)}</tbody></table></div>`}
    ${rows.length === SHOWN && html`<p class="muted">The first ${SHOWN} are shown.</p>`}</div>`;
}
