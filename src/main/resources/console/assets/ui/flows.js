// What the views of flows share: how flows do, and the changes of a flow.
import { html, useState } from '../lib/html.js';
import { curl, mayChange, request, useJson, useRoles } from '../lib/api.js';
import { pathOf } from '../lib/router.js';
import { Change, Dialog, Failure, State, Waiting, tone } from './basic.js';
import { Diff } from './diff.js';

export const STATUSES = { MISSED: 'something expected of it did not happen', FAILING: 'its last executions failed',
  SLOW: 'an execution runs for longer than usual', QUIET: 'nothing has ended for longer than usual',
  PAUSED: 'a trigger is paused', DISABLED: 'it starts nothing', NEW: 'nothing has ended yet', OK: 'all is well' };

const YAML = 'application/yaml';

export function flowApi(namespace, id) {
  return pathOf('api', 'flows', namespace, id);
}

export function flowPage(namespace, id, query = '') {
  return `${pathOf('console', 'flow', namespace, id)}${query}`;
}

/** The status of a flow, with its meaning on hover. */
export function FlowStatus({ of: status }) {
  return html`<${State} of=${status} tone=${status === 'NEW' ? 'idle' : undefined} title=${STATUSES[status]} />`;
}

/** A bar for each of the last executions that ended: high where it failed, so that colour is not all. */
export function Recent({ states, width = 84, height = 18 }) {
  if (!states?.length) {
    return html`<span class="muted">–</span>`;
  }
  const good = states.filter((state) => state === 'SUCCESS' || state === 'WARNING').length;
  const step = Math.min(6, width / states.length);
  const label = `${good} of the last ${states.length} succeeded`;
  return html`<span class="recent" title=${`${label}; the newest is on the right`}>
    <svg width=${Math.ceil(step * states.length)} height=${height} role="img" aria-label=${label}>
      ${states.map((state, at) => {
        const bad = tone(state) === 'bad';
        const high = bad ? height : height * (state === 'SUCCESS' ? 0.45 : 0.7);
        return html`<rect key=${at} x=${at * step} y=${height - high} width=${Math.max(1, step - 1)} height=${high}
          class=${tone(state)} />`;
      })}</svg><span class="num muted">${Math.round(100 * good / states.length)} %</span></span>`;
}

/** The source with disabled: true, or without it; null where the text has no line of its own for it. */
export function withDisabled(source, disabled) {
  const line = /^disabled[ \t]*:[^\n]*(\n|$)/m;
  if (!disabled) {
    return line.test(source) ? source.replace(line, '') : null;
  }
  if (line.test(source)) {
    return source.replace(line, 'disabled: true$1');
  }
  return /^id[ \t]*:[^\n]*\n/m.test(source) ? source.replace(/^id[ \t]*:[^\n]*\n/m, '$&disabled: true\n') : null;
}

/** A button that stores the flow as one that starts nothing, or as one that does again. */
export function Switch({ flow, done, quiet }) {
  useRoles();
  const [open, setOpen] = useState(false);
  if (!mayChange()) {
    return null;
  }
  const label = flow.disabled ? 'Enable' : 'Disable';
  return html`<button class=${quiet ? 'quiet' : ''} aria-label=${quiet ? `${label} ${flow.id}` : undefined}
      onClick=${() => setOpen(true)}>${label}</button>
    ${open && html`<${SwitchDialog} flow=${flow} label=${label} close=${() => setOpen(false)}
      done=${(answer) => { setOpen(false); done?.(answer); }} />`}`;
}

function SwitchDialog({ flow, label, close, done }) {
  const api = flowApi(flow.namespace, flow.id);
  const source = useJson(api, { accept: YAML });
  const [why, setWhy] = useState('');
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const next = source.data === undefined ? undefined : withDisabled(source.data, !flow.disabled);
  const path = why ? `${api}?${new URLSearchParams({ reason: why })}` : api;
  const go = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      done(await request(path, { method: 'PUT', type: YAML, body: next }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${`${label} ${flow.namespace}/${flow.id}`} close=${close}><form onSubmit=${go}>
    <p>${flow.disabled ? 'Its triggers and requests start executions again.'
      : 'Neither triggers nor requests start executions; those that run continue.'} It is stored as its next
      revision.</p>
    <${Waiting} of=${source} />
    ${next === null && html`<p>Its source has no line for this: <a
      href=${pathOf('console', 'edit', flow.namespace, flow.id)}>edit it</a>.</p>`}
    ${next && html`<${Diff} before=${source.data} after=${next} label="What changes" />
      <label>Reason <input value=${why} maxlength="500" onInput=${(event) => setWhy(event.target.value)}
        placeholder="kept with it, for whoever asks later" /></label>
      <details><summary>As curl</summary>
        <pre class="curl">${curl(path, { method: 'PUT', type: YAML, body: next })}</pre></details>`}
    <${Failure} error=${error} />
    <footer><button type="button" class="quiet" onClick=${close}>Cancel</button>
      <button class="primary" disabled=${busy || !next}>${label}</button></footer></form></${Dialog}>`;
}

/** A button that deletes the flow. */
export function Remove({ flow, done }) {
  return html`<${Change} label="Delete" danger title=${`Delete ${flow.namespace}/${flow.id}`} ask=${`Deletes the flow
    ${flow.namespace}/${flow.id}. Its triggers stop; executions that run continue to their end, and its revisions stay
    readable for some time.`} change=${{ method: 'DELETE', path: flowApi(flow.namespace, flow.id) }} done=${done} />`;
}
