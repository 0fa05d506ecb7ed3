// Writes a flow: its source with completion and errors at their lines, its graph, the difference before it is stored.
import { html, useEffect, useMemo, useRef, useState } from '../lib/html.js';
import { curl, mayChange, request, useJson, useRoles } from '../lib/api.js';
import { navigate, pathOf } from '../lib/router.js';
import { Copy, Dialog, Failure, Head, State, Waiting } from '../ui/basic.js';
import { Diff } from '../ui/diff.js';
import { flowGraph } from '../ui/flowgraph.js';
import { flowApi, flowPage } from '../ui/flows.js';
import { Graph } from '../ui/graph.js';
import { readYaml } from '../ui/yaml.js';
import { makeEditor, offsetOf } from './editor/code.js';
import { FlowSchema } from './editor/schema.js';

const YAML = 'application/yaml';
const KESTRA = /^\s*-?\s*.*\btype:\s*["']?io\.kestra\./m;
const STARTER = `namespace: demo
id: hello
description: Says hello
inputs:
  - {id: name, type: string, default: world}
tasks:
  - id: say
    type: log
    message: "Hello {{ inputs.name }}"
`;

// What was written and not stored, by address: leaving the view loses nothing, and leaving the page asks first.
const drafts = new Map();

addEventListener('beforeunload', (event) => {
  if (drafts.size > 0) {
    event.preventDefault();
  }
});

export default function Editor({ rest }) {
  useRoles();
  const [namespace, id] = rest;
  const name = id ? `${namespace}/${id}` : '';
  const source = useJson(id ? flowApi(namespace, id) : null, { accept: YAML });
  const missing = source.error?.status === 404;
  const stored = !id || missing ? '' : source.data;
  if (stored === undefined) {
    return html`<${Head} title=${`Edit ${name}`} /><${Waiting} of=${source} />`;
  }
  const starter = missing
    ? STARTER.replace('namespace: demo', `namespace: ${namespace}`).replace('id: hello', `id: ${id}`) : STARTER;
  return html`<${Writing} key=${name} name=${name} stored=${stored} isNew=${!id || missing} starter=${starter} />`;
}

function Writing({ name, stored: before, isNew: wasNew, starter }) {
  const draft = drafts.get(name);
  const [stored, setStored] = useState(draft?.stored ?? before);
  const [isNew, setNew] = useState(wasNew);
  const [text, setText] = useState(draft?.text ?? (before || starter));
  const [restored, setRestored] = useState(draft !== undefined);
  const [saving, setSaving] = useState(false);
  const [told, setTold] = useState(null);
  const editor = useRef(null);
  const checked = useCheck(text, editor);
  const value = useSettled(text, 250);
  const read = useMemo(() => readYaml(value), [value]);
  const changed = isNew || text !== stored;
  const change = (next) => {
    setText(next);
    if (next === stored || (isNew && next === starter)) {
      drafts.delete(name);
    } else {
      drafts.set(name, { text: next, stored });
    }
  };
  const discard = () => {
    drafts.delete(name);
    setRestored(false);
    editor.current.set(stored || starter);
  };
  const done = (flow, sent) => {
    drafts.delete(name);
    setSaving(false);
    setStored(sent);
    setNew(false);
    setRestored(false);
    setTold(`Stored as revision ${flow.revision}.`);
    if (`${flow.namespace}/${flow.id}` !== name) {
      navigate(pathOf('console', 'edit', flow.namespace, flow.id), { replace: true });
    }
  };
  const save = () => mayChange() && setSaving(true);
  const latest = useRef(null);
  latest.current = { change, save };
  const target = read.value && typeof read.value === 'object' ? read.value : {};
  return html`<${Head} title=${isNew ? (name ? `New flow ${name}` : 'New flow') : `Edit ${name}`}
      about=${mayChange() ? 'Ctrl-Space completes, hovering explains, Ctrl-S stores. Escape, then Tab, leaves the text.'
        : 'You may read it; storing it needs the role operator.'}>
      <span role="status" class="muted">${told && !changed ? told : changed ? 'Not stored' : ''}</span>
      ${restored && html`<button class="quiet" onClick=${discard}>Discard the draft</button>`}
      <${Copy} text=${() => editor.current.text()} />
      ${!isNew && html`<a class="button" href=${flowPage(...name.split('/'))}>View</a>`}
      ${mayChange() && html`<button class="primary" disabled=${!changed} onClick=${save}>Store…</button>`}
    </${Head}>
    ${restored && html`<p class="caution" role="status">This is what you wrote and have not stored yet.</p>`}
    ${mayChange() && html`<${Convert} text=${text} offered=${KESTRA.test(value)}
        take=${(next) => editor.current.set(next)} />`}
    <div class="editing">
      <div><${Field} text=${text} latest=${latest} editor=${editor} readOnly=${!mayChange()} />
        <${Problems} checked=${checked}
          goTo=${(problem) => editor.current.goTo(offsetOf(editor.current.text(), problem))} /></div>
      <${Beside} read=${read} problems=${checked.problems} goTo=${(offset) => editor.current.goTo(offset)} />
    </div>
    ${saving && html`<${Save} text=${editor.current.text()} stored=${stored} name=${name} target=${target}
      problems=${checked.problems} done=${done} close=${() => setSaving(false)} />`}`;
}

function Field({ text, latest, editor, readOnly }) {
  const host = useRef(null);
  const schema = useRef(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    editor.current = makeEditor(host.current, { text, readOnly, schema: () => schema.current,
      on: { change: (next) => latest.current.change(next), save: () => latest.current.save() } });
    request('/api/flows/schema').then((document) => { schema.current = new FlowSchema(document); }, setError);
    return () => editor.current.destroy();
  }, []);
  return html`<div class="editor" ref=${host}></div>
    ${error && html`<p class="muted">There is no completion now: ${error.message}</p>`}`;
}

function useSettled(value, ms) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** What the server says of a text: {problems, error, at: the text}; asked after a pause in writing. */
function useCheck(text, editor) {
  const [state, setState] = useState({ problems: [], error: null, text: null });
  const settled = useSettled(text, 500);
  useEffect(() => {
    if (!mayChange() || !settled.trim()) {
      return undefined;
    }
    const abort = new AbortController();
    const took = (problems, error) => {
      setState({ problems, error, text: settled });
      if (editor.current?.text() === settled) {
        editor.current.problems(problems);
      }
    };
    const asked = { method: 'POST', type: YAML, body: settled, signal: abort.signal };
    request('/api/flows/validate', asked).then(() => took([], null),
      (problem) => problem.name !== 'AbortError' && (problem.status === 400 && problem.problems?.length > 0
        ? took(problem.problems, null) : took([], problem)));
    return () => abort.abort();
  }, [settled]);
  return state;
}

function Problems({ checked, goTo }) {
  if (!mayChange()) {
    return null;
  }
  if (checked.error) {
    return html`<${Failure} error=${checked.error} />`;
  }
  if (checked.text === null) {
    return html`<p class="muted check" role="status">Checking…</p>`;
  }
  if (checked.problems.length === 0) {
    return html`<p class="check" role="status"><${State} of="valid" tone="good" /></p>`;
  }
  return html`<div class="check" role="status"><p><${State} tone="bad"
      of=${checked.problems.length === 1 ? '1 problem' : `${checked.problems.length} problems`} /></p>
    <ul class="problems">${checked.problems.map((one, at) => html`<li key=${at}><button class="quiet"
      onClick=${() => goTo(one)}>line ${one.line}</button> ${one.field
        && html`<code>${one.field}</code>: `}${one.message}</li>`)}</ul></div>`;
}

function Beside({ read, problems, goTo }) {
  const drawing = useMemo(() => flowGraph(read.value), [read]);
  const wrong = problems.map((one) => one.field ?? '');
  const nodes = drawing.nodes.map((node) => (wrong.some((field) => field === node.id || field.startsWith(`${node.id}.`))
    ? { ...node, state: 'ERROR', title: `${node.label}: has a problem` } : node));
  if (nodes.length === 0) {
    return html`<div class="empty"><p>The graph of the tasks is drawn here.</p></div>`;
  }
  return html`<${Graph} label="Graph of what is written" nodes=${nodes} edges=${drawing.edges}
    onPick=${(path) => goTo(read.places.get(path.replace(/[?+]$/, '')) ?? 0)} />`;
}

function Convert({ text, offered, take }) {
  const [result, setResult] = useState(null);
  const [error, setError] = useState(null);
  const go = async () => {
    setError(null);
    try {
      const answer = await request('/api/flows/convert', { method: 'POST', type: YAML, body: text });
      setResult(answer);
      take(answer.source);
    } catch (problem) {
      setError(problem);
    }
  };
  if (!offered && !result) {
    return null;
  }
  return html`<section class="caution" aria-label="Conversion">
    ${offered ? html`<p>This has types of Kestra. <button class="primary" onClick=${go}>Convert it</button>${' '}
        <span class="muted">Undo brings it back.</span></p>`
      : html`<p>Converted from Kestra. <button class="quiet" onClick=${() => setResult(null)}>Close</button></p>`}
    <${Failure} error=${error} />
    ${result && html`<${Lost} result=${result} />`}</section>`;
}

function Lost({ result }) {
  return result.notCarriedOver.length === 0 ? html`<p>All of it was carried over.</p>`
    : html`<ul class="problems">${result.notCarriedOver.map((one, at) => html`<li key=${at}>
      <${State} of=${one.blocking ? 'lost' : 'note'} tone=${one.blocking ? 'bad' : 'odd'} /> <code>${one.path}</code>:
      line ${one.line} of Kestra's, ${one.reason}; ${one.proposal}</li>`)}</ul>`;
}

function Save({ text, stored, name, target, problems, done, close }) {
  const namespace = String(target.namespace ?? '');
  const id = String(target.id ?? '');
  const path = flowApi(namespace, id);
  const search = new URLSearchParams({ namespace, text: `${namespace}/${id}`, size: 1000 });
  const list = useJson(namespace && id ? `/api/flows?${search}` : null);
  const exists = list.data?.items.some((flow) => flow.id === id);
  const there = useJson(exists ? path : null, { accept: YAML });
  const known = exists === false ? '' : there.data;
  const moved = name && `${namespace}/${id}` !== name;
  const overtaken = known && !moved && known !== stored;
  const [why, setWhy] = useState('');
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const asked = why ? `${path}?${new URLSearchParams({ reason: why })}` : path;
  const go = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      done(await request(asked, { method: 'PUT', type: YAML, body: text }), text);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${namespace && id ? `Store ${namespace}/${id}` : 'Store the flow'} close=${close} wide>
    <form onSubmit=${go}>
    ${!(namespace && id) && html`<p>It needs a <code>namespace</code> and an <code>id</code> first.</p>`}
    ${moved && html`<p class="caution">It has another name than ${name}: it becomes a flow of its own, and the other
      stays.</p>`}
    ${known && moved && html`<p class="caution">There is such a flow already; this becomes its next revision.</p>`}
    ${overtaken && html`<p class="caution">Somebody has stored another revision since you began: the difference is from
      theirs.</p>`}
    <${Failure} error=${list.error ?? there.error} />
    ${known === '' && html`<p>It is new.</p>`}
    ${known && html`<${Diff} before=${known} after=${text} label="What changes" />`}
    ${problems.length > 0 && html`<p><${State} of=${`${problems.length} problems`} tone="bad" /> The server refuses it
      as it is.</p>`}
    <label>Reason <input value=${why} maxlength="500" onInput=${(event) => setWhy(event.target.value)}
      placeholder="kept in the audit" /></label>
    <details><summary>As curl</summary>
      <pre class="curl">${curl(asked, { method: 'PUT', type: YAML, body: text })}</pre></details>
    <${Failure} error=${error} />
    <footer><button type="button" class="quiet" onClick=${close}>Cancel</button>
      <button class="primary" disabled=${busy || !(namespace && id)}>Store</button></footer></form></${Dialog}>`;
}
