// The small parts that every view is made of.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { curl, mayChange, request, useRoles } from '../lib/api.js';

const GOOD = ['UP', 'SUCCESS', 'OK', 'RUNNING', 'ALIVE', 'NEW'];
const BAD = ['DOWN', 'FAILED', 'OUT_OF_SERVICE', 'ERROR', 'MISSED', 'FAILING', 'CRITICAL', 'UNREACHABLE', 'FENCED',
  'BROKEN'];
const ODD = ['DEGRADED', 'WARNING', 'PAUSED', 'QUEUED', 'RETRYING', 'DRAINING', 'SLOW', 'QUIET', 'STUCK', 'KILLED',
  'KILLING', 'REBALANCING', 'MAINTENANCE'];

/** good, bad, odd, busy or idle: the colour of a state; the word always stands beside it. */
export function tone(state) {
  const name = String(state ?? '').toUpperCase();
  if (BAD.includes(name)) {
    return 'bad';
  }
  if (ODD.includes(name)) {
    return 'odd';
  }
  return name === 'RUNNING' ? 'busy' : GOOD.includes(name) ? 'good' : 'idle';
}

/** A state as a coloured word. */
export function State({ of, tone: given, title }) {
  return html`<span class="state ${given ?? tone(of)}" title=${title}>${of ?? 'unknown'}</span>`;
}

/** The head of a view: title, what it is about, and what can be done. */
export function Head({ title, about, children }) {
  useEffect(() => {
    document.title = typeof title === 'string' ? `${title} · Windhover` : 'Windhover';
  }, [title]);
  return html`<header class="head"><div><h1>${title}</h1>${about && html`<p class="muted">${about}</p>`}</div>
    <div class="actions">${children}</div></header>`;
}

/** Says what failed, with the server's hint, and lets the rest of the view stand. */
export function Failure({ error, retry }) {
  if (!error) {
    return null;
  }
  return html`<div class="failure" role="alert">
    <strong>${error.title && error.title !== error.message ? `${error.title}: ` : ''}${error.message}</strong>
    ${error.problems?.length > 0 && html`<ul>${error.problems.map((one) => html`<li>${problemText(one)}</li>`)}</ul>`}
    ${error.hint && html`<p>${error.hint}</p>`}
    ${error.path && html`<p class="muted"><code>${error.path}</code></p>`}
    ${retry && html`<button onClick=${retry}>Try again</button>`}
  </div>`;
}

export function problemText(problem) {
  if (typeof problem === 'string') {
    return problem;
  }
  const where = problem.path ?? problem.field ?? problem.property;
  const line = problem.line ? `line ${problem.line}: ` : '';
  return `${line}${where ? `${where}: ` : ''}${problem.message ?? problem.detail ?? JSON.stringify(problem)}`;
}

/** What stands where there is nothing, and what to do about it. */
export function Empty({ title, children }) {
  return html`<div class="empty"><p><strong>${title}</strong></p>${children && html`<p>${children}</p>`}</div>`;
}

/** The state of a useJson before its first answer, or its failure; null once there is data to show. */
export function Waiting({ of: answer }) {
  if (answer.data !== undefined) {
    return answer.error && html`<${Failure} error=${answer.error} retry=${answer.reload} />`;
  }
  return answer.error ? html`<${Failure} error=${answer.error} retry=${answer.reload} />`
    : html`<p class="muted" role="status">Loading…</p>`;
}

/** A figure with its name, as the overview has them. */
export function Figure({ name, value, unit, href, tone: kind, title }) {
  const shown = value === null || value === undefined ? '–' : value;
  const inner = html`<span class="figure-name">${name}</span>
    <span class="figure-value num">${shown}${unit && shown !== '–' && html`<small> ${unit}</small>`}</span>`;
  return href ? html`<a class="figure ${kind ?? ''}" href=${href} title=${title}>${inner}</a>`
    : html`<div class="figure ${kind ?? ''}" title=${title}>${inner}</div>`;
}

/** 1234567 as 1,234,567; bytes as 1.2 MB. */
export function count(value) {
  return value === null || value === undefined ? '–' : Number(value).toLocaleString('en-GB');
}

export function bytes(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let at = 0;
  let rest = Number(value);
  while (Math.abs(rest) >= 1000 && at < units.length - 1) {
    rest /= 1000;
    at++;
  }
  return `${at === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${units[at]}`;
}

/** Puts text on the clipboard and says so. */
export function Copy({ text, label = 'Copy', title }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'function' ? text() : text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return html`<button class="quiet" title=${title} onClick=${copy}>${done ? 'Copied' : label}</button>`;
}

/** A dialog over the page; closed by Escape, by its button, or by the caller. */
export function Dialog({ title, close, children, wide }) {
  const dialog = useRef(null);
  useEffect(() => {
    const element = dialog.current;
    element.showModal();
    return () => element.open && element.close();
  }, []);
  return html`<dialog ref=${dialog} class=${wide ? 'wide' : ''} aria-label=${title} onCancel=${close} onClose=${close}>
    <header><h2>${title}</h2><button class="quiet" aria-label="Close" onClick=${close}>✕</button></header>
    ${children}
  </dialog>`;
}

/**
 * A button for a change. It is not there for whoever may not; it asks first, shows the request as curl, and shows
 * the problem when it is refused. change: {method, path, body}; done is called with the answer. ask: a sentence.
 * With reason, a field for why is shown and its text is put into the body as `reason`.
 */
export function Change({ label, ask, change, done, danger, reason, disabled, title, children }) {
  useRoles();
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState('');
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  if (!mayChange()) {
    return null;
  }
  const asked = reason && why ? { ...change, body: { ...change.body, reason: why } } : change;
  const go = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const answer = await request(asked.path, asked);
      setOpen(false);
      done?.(answer);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return html`<button class=${danger ? 'danger' : ''} disabled=${disabled} title=${title} data-change
      onClick=${() => { setError(null); setOpen(true); }}>${label}</button>
    ${open && html`<${Dialog} title=${label} close=${() => setOpen(false)}>
      <form onSubmit=${go}>
        <p>${ask}</p>
        ${children}
        ${reason && html`<label>Reason <input value=${why} onInput=${(event) => setWhy(event.target.value)}
          placeholder="kept with it, for whoever asks later" /></label>`}
        <pre class="curl">${curl(asked.path, asked)}</pre>
        <${Failure} error=${error} />
        <footer><button type="button" class="quiet" onClick=${() => setOpen(false)}>Cancel</button>
          <button class=${danger ? 'danger' : 'primary'} disabled=${busy}>${label}</button></footer>
      </form>
    </${Dialog}>`}`;
}

/** Names and values, one under the other. Entries whose value is undefined are left out. */
export function Facts({ of: entries }) {
  return html`<dl class="facts">${entries.filter(([, value]) => value !== undefined).map(([name, value]) =>
    html`<div><dt>${name}</dt><dd>${value === null ? '–' : value}</dd></div>`)}</dl>`;
}

/** A search field whose text goes into the query of the address after a pause in typing. */
export function Search({ value, onChange, label, placeholder }) {
  const [text, setText] = useState(value ?? '');
  const timer = useRef(null);
  useEffect(() => setText(value ?? ''), [value]);
  const input = (event) => {
    setText(event.target.value);
    clearTimeout(timer.current);
    const next = event.target.value;
    timer.current = setTimeout(() => onChange(next), 250);
  };
  return html`<input type="search" aria-label=${label} placeholder=${placeholder ?? label} value=${text}
    onInput=${input} />`;
}

/** Links to the pages around, for an answer with page, size and more. */
export function Pages({ page, more, size, total, to }) {
  if (!page && !more) {
    return null;
  }
  return html`<nav class="pages" aria-label="Pages">
    ${page > 0 ? html`<a href=${to(page - 1)} rel="prev">← previous</a>` : html`<span></span>`}
    <span class="muted">page ${page + 1}${total !== undefined && total !== null && size
      ? ` of ${Math.max(1, Math.ceil(total / size))}` : ''}</span>
    ${more ? html`<a href=${to(page + 1)} rel="next">next →</a>` : html`<span></span>`}
  </nav>`;
}

/** A bar that fills to a ratio between 0 and 1. */
export function Bar({ ratio, label, tone: kind }) {
  const percent = 100 * (ratio ?? 0);
  return html`<div class="bar ${kind ?? ''}" role="progressbar" aria-valuemin="0" aria-valuemax="100"
    aria-label=${label} aria-valuenow=${Math.round(percent)}><div
    style=${{ width: `${Math.min(100, percent)}%` }}></div></div>`;
}
