// One flow: its graph, source, revisions, triggers, a form to run it, and its last executions.
import { html, useEffect, useMemo, useState } from '../lib/html.js';
import { config, curl, exchange, mayChange, Problem, useJson, useRoles } from '../lib/api.js';
import { otherView } from '../lib/links.js';
import { navigate, pathOf, setQuery, withQuery } from '../lib/router.js';
import { Duration, exact, Time, useZone } from '../lib/time.js';
import { Change, Copy, Empty, Facts, Failure, Figure, Head, State, Waiting, Bar, count } from '../ui/basic.js';
import { Diff } from '../ui/diff.js';
import { flowGraph, isMap, taskAt } from '../ui/flowgraph.js';
import { FlowStatus, Recent, Remove, Switch, flowApi, flowPage } from '../ui/flows.js';
import { Graph } from '../ui/graph.js';
import { Inputs, instantOf, problemsOf, valuesOf } from '../ui/inputs.js';
import { Tree } from '../ui/json.js';
import { Table } from '../ui/table.js';

const YAML = 'application/yaml';
const EXAMPLE = 'triggers: [{id: nightly, type: schedule, cron: "0 2 * * *"}]';
const TABS = [['graph', 'Graph'], ['source', 'Source'], ['revisions', 'Revisions'], ['triggers', 'Triggers'],
  ['run', 'Run'], ['executions', 'Executions']];

export default function Flow({ rest, query }) {
  useRoles();
  const [namespace, id] = rest;
  const api = flowApi(namespace ?? '', id ?? '');
  const answer = useJson(id ? `${api}?health=true` : null, { every: 5000 });
  if (!id) {
    return html`<${Empty} title="Which flow?"><a href="/console/flows">Choose one from the list</a>.</${Empty}>`;
  }
  const flow = answer.data;
  if (answer.error?.status === 404) {
    return html`<${Head} title=${`${namespace}/${id}`} /><${Empty} title="There is no such flow">
      ${mayChange() && html`<a href=${pathOf('console', 'edit', namespace, id)}>Write it</a>, or `}<a
      href="/console/flows">see all flows</a>.</${Empty}><h2>Revisions</h2><${Revisions} api=${api} query=${query} />`;
  }
  const tabs = TABS.filter(([name]) => name !== 'run' || mayChange());
  const tab = tabs.some(([name]) => name === query.get('tab')) ? query.get('tab') : 'graph';
  const changed = (next) => (next ? answer.reload() : navigate('/console/flows'));
  return html`<${Head} title=${`${namespace}/${id}`} about=${flow?.description}>
      ${flow && mayChange() && html`<a class="button primary" href=${withQuery({ tab: 'run' })}>Run</a>
        <a class="button" href=${pathOf('console', 'edit', namespace, id)}>Edit</a>
        <${Switch} flow=${flow} done=${changed} /><${Remove} flow=${flow} done=${() => navigate('/console/flows')} />`}
    </${Head}>
    <${Waiting} of=${answer} />
    ${flow && html`<${Health} flow=${flow} />`}
    <nav class="tabs" aria-label="Parts of the flow">${tabs.map(([name, label]) => html`<a key=${name}
      href=${flowPage(namespace, id, name === 'graph' ? '' : `?tab=${name}`)}
      aria-current=${name === tab ? 'page' : undefined}>${label}${name === 'revisions' && flow ? html` <small
      class="muted">${flow.revision}</small>` : ''}</a>`)}</nav>
    ${tab === 'graph' && flow && html`<${Picture} api=${api} namespace=${namespace} revision=${flow.revision}
        picked=${query.get('task')} />`}
    ${tab === 'source' && flow && html`<${Source} api=${api} revision=${flow.revision} namespace=${namespace}
        id=${id} />`}
    ${tab === 'revisions' && html`<${Revisions} api=${api} query=${query} current=${flow?.revision}
        changed=${answer.reload} />`}
    ${tab === 'triggers' && html`<${Triggers} api=${api} flow=${flow} />`}
    ${tab === 'run' && flow && html`<${Run} api=${api} flow=${flow} />`}
    ${tab === 'executions' && html`<${Executions} namespace=${namespace} id=${id} />`}`;
}

function Health({ flow }) {
  const health = flow.health ?? {};
  return html`<div class="figures flow-figures">
    <${Figure} name="Status" value=${html`<${FlowStatus} of=${health.status} />`} />
    <${Figure} name="Recent" value=${html`<${Recent} states=${health.recent} />`} />
    <${Figure} name="Last end" href=${health.last && `/console/execution/${health.last.executionId}`}
      title=${health.last?.error} value=${health.last ? html`<small><${State} of=${health.last.state} />
        ${' '}<${Time} at=${health.last.endedAt} /></small>` : null} />
    <${Figure} name="Last success" value=${html`<small><${Time} at=${health.lastSuccess} /></small>`} />
    <${Figure} name="Next date" value=${html`<small><${Time} at=${health.next} /></small>`} />
    <${Figure} name="Running" value=${health.running} />
  </div>
  ${health.last?.error && health.failuresInARow > 0 && html`<p class="why-failed"><strong>${health.failuresInARow === 1
    ? 'The last execution failed' : `The last ${health.failuresInARow} executions failed`}:</strong>${' '}
    ${health.last.error}</p>`}`;
}

/** The source, read again when the flow has another revision. */
function useSource(api, revision) {
  return useJson(revision ? `${api}?revision=${revision}` : null, { accept: YAML });
}

function useRead(source) {
  const [yaml, setYaml] = useState(null);
  useEffect(() => {
    import('../ui/yaml.js').then(setYaml);
  }, []);
  return useMemo(() => (yaml && source !== undefined ? yaml.readYaml(source).value : undefined), [yaml, source]);
}

function Picture({ api, namespace, revision, picked }) {
  const source = useSource(api, revision);
  const value = useRead(source.data);
  const drawing = useMemo(() => (value === undefined ? null : flowGraph(value)), [value]);
  const task = picked && value ? taskAt(value, picked) : null;
  return html`<${Waiting} of=${source} />
    ${drawing?.deepest === 1 && html`<p class="muted">It has many tasks: those inside of scopes inside of others are
      left out.</p>`}
    ${drawing?.nodes.length === 0 && html`<${Empty} title="It has no tasks" />`}
    ${drawing?.nodes.length > 0 && html`<div class="beside">
      <${Graph} label="Graph of the flow" nodes=${drawing.nodes} edges=${drawing.edges} picked=${picked}
        onPick=${(path) => setQuery({ task: path === picked ? null : path.replace(/[?+]$/, '') })} />
      <aside class="card" aria-label="One task">${isMap(task) ? html`<h2>${task.id ?? picked}</h2>
        ${task.description && html`<p>${task.description}</p>`}
        ${task.type === 'subflow' && task.flowId && html`<p><a
          href=${flowPage(task.namespace ?? namespace, task.flowId)}>The flow that it runs</a></p>`}
        <${Tree} value=${task} open=${3} />`
        : html`<p class="muted">Choose a task to see what it says.</p>`}</aside></div>`}`;
}

function Source({ api, revision, namespace, id }) {
  const source = useSource(api, revision);
  return html`<${Waiting} of=${source} />
    ${source.data !== undefined && html`<div class="filters"><span class="muted">Revision ${revision}</span>
      <${Copy} text=${source.data} />
      ${mayChange() && html`<a href=${pathOf('console', 'edit', namespace, id)}>Edit it</a>`}</div>
      <pre class="source" tabindex="0" role="region" aria-label="Source">${source.data}</pre>`}`;
}

function Revisions({ api, query, current, changed }) {
  const list = useJson(`${api}/revisions?size=100`, { every: 10000 });
  const known = list.data?.items ?? [];
  const to = Number(query.get('to')) || known[0]?.revision;
  const from = Number(query.get('from')) || known.find((one) => one.revision < to)?.revision;
  const before = useSource(api, from);
  const after = useSource(api, to);
  const again = () => {
    setQuery({ from: null, to: null });
    changed?.();
    list.reload();
  };
  const choice = (name, value) => html`<select value=${String(value)} onChange=${(event) =>
      setQuery({ [name]: event.target.value })}>${known.map((one) => html`<option value=${String(one.revision)}>${
      one.revision}${one.current ? ' (current)' : ''}</option>`)}</select>`;
  return html`<${Waiting} of=${list} />
    ${known.length === 1 && html`<p class="muted">Revision ${known[0].revision} is the only one, stored${' '}
      <${Time} at=${known[0].storedAt} />.</p>`}
    ${known.length > 1 && html`
      <div class="filters"><label>From revision ${choice('from', from)}</label><label>to ${choice('to', to)}</label>
        ${current && to !== current && after.data && html`<${Change} label=${`Store revision ${to} again`}
          ask=${`Stores the source of revision ${to} as the next revision.`}
          change=${{ method: 'PUT', path: `${api}?${new URLSearchParams({ reason: `as revision ${to}` })}`, type: YAML,
            body: after.data }} done=${again} />`}</div>
      <${Failure} error=${before.error ?? after.error} />
      ${before.data !== undefined && after.data !== undefined && html`<${Diff} before=${before.data} after=${after.data}
        label=${`Differences from revision ${from} to revision ${to}`} />`}
      <${Table} caption="Revisions" rows=${known} id=${(one) => one.revision} columns=${[
        { name: 'Revision', of: (one) => html`${one.revision}${' '}
          ${one.current && html`<${State} of="current" tone="good" />`}` },
        { name: 'Stored', of: (one) => html`<${Time} at=${one.storedAt} />` },
        { name: 'Differences', of: (one) => (one.revision > known.at(-1).revision ? html`<a href=${withQuery({
          from: known.find((other) => other.revision < one.revision).revision, to: one.revision,
        })}>from the one before</a>`
          : html`<span class="muted">the first that is kept</span>`) },
      ]} />`}`;
}

function Triggers({ api, flow }) {
  const [fast, setFast] = useState(false);
  const answer = useJson(`${api}/triggers`, { every: fast ? 2000 : 5000 });
  const triggers = answer.data?.items ?? [];
  const active = triggers.some((one) => one.backfill && !one.backfill.endedAt);
  useEffect(() => setFast(active), [active]);
  useZone();
  return html`<${Waiting} of=${answer} />
    ${answer.data && triggers.length === 0 && html`<${Empty} title="It has no triggers">It starts when somebody${' '}
      ${mayChange() ? html`<a href=${withQuery({ tab: 'run' })}>runs it</a>` : 'runs it'}, or from another flow.
      A trigger is a few lines: <code>${EXAMPLE}</code></${Empty}>`}
    ${triggers.map((one) => html`<section class="card trigger" key=${one.id}>
      <header><h2>${one.id}</h2> <span class="muted">${one.type}</span>
        ${one.paused && html`<${State} of="PAUSED" />`}${flow?.disabled && html`<${State} of="DISABLED" />`}
        <${Inside} flow=${flow} trigger=${one} /></header>
      <${Facts} of=${[
        ['Cron', one.cron && html`<code>${one.cron}</code>`],
        ['Time zone', one.timezone],
        ['Last', one.last && html`<${Time} at=${one.last} />`],
        ['Started last', one.lastExecutionId && html`<a href=${`/console/execution/${one.lastExecutionId}`}>${
          one.lastExecutionId.slice(0, 8)}…</a>`],
      ]} />
      ${one.next.length > 0 && html`<h3>Next dates</h3>
        <ol class="next-dates">${one.next.map((date) => html`<li key=${date}>${exact(date)}${' '}
        <span class="muted"><${Time} at=${date} /></span></li>`)}</ol>`}
      ${one.next.length === 0 && one.type === 'schedule' && html`<p class="muted">No date is planned${one.paused
        ? ' while it is paused' : flow?.disabled ? ' while the flow is disabled' : ''}.</p>`}
      ${one.type === 'schedule' && html`<${Backfill} api=${api} flow=${flow} trigger=${one} done=${answer.reload} />`}
    </section>`)}`;
}

/** The scheduler's view of a trigger: what changes it is a route of the management port. */
function Inside({ flow, trigger }) {
  const to = flow && otherView(config(), ['scheduler', flow.namespace, flow.id, trigger.id]);
  return to && html`<a class="inside" href=${to} target="_self">${!mayChange() ? 'Why it fires or not'
    : trigger.paused ? 'Resume or fire it' : 'Pause or fire it'} →</a>`;
}

function Backfill({ api, flow, trigger, done }) {
  const { backfill } = trigger;
  const path = `${api}/triggers/${encodeURIComponent(trigger.id)}/backfill`;
  const goesOn = backfill && !backfill.endedAt;
  return html`<h3>Backfill</h3>
    ${backfill && html`<div class="filling"><p><${State} of=${backfill.state} tone=${backfill.state === 'HELD' ? 'odd'
        : backfill.state === 'RUNNING' ? 'busy' : undefined} />${' '}
        from ${exact(backfill.from)} to ${exact(backfill.to)}</p>
      <${Bar} ratio=${backfill.dates ? (backfill.started - backfill.running) / backfill.dates : 0}
        label=${`Backfill of ${trigger.id}`} tone=${backfill.failed > 0 ? 'bad' : 'good'} />
      <p class="num">${[`${backfill.started - backfill.running} of ${backfill.dates} ended`,
        `${backfill.running} running`, `${backfill.failed} failed`, `${backfill.remaining} to come`,
        backfill.next && `next date ${exact(backfill.next)}`].filter(Boolean).join(', ')}</p>
      ${goesOn && html`<${Change} label="Cancel the backfill" danger
        ask="It starts no more executions; those that run continue."
        change=${{ method: 'DELETE', path }} done=${done} />`}</div>`}
    ${!goesOn && mayChange() && (trigger.paused || flow?.disabled
      ? html`<p class="muted">${trigger.paused ? 'Resume the trigger' : 'Enable the flow'} to begin a backfill.</p>`
      : html`<${BackfillForm} path=${path} flow=${flow} trigger=${trigger} done=${done} />`)}
    ${!backfill && !mayChange() && html`<p class="muted">There was none.</p>`}`;
}

function BackfillForm({ path, flow, trigger, done }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [concurrency, setConcurrency] = useState('1');
  const [texts, setTexts] = useState({});
  const inputs = (flow?.inputs ?? []).filter((input) => input.type !== 'file');
  const { values, errors } = valuesOf(inputs, texts);
  const body = { from: instantOf(from), to: instantOf(to), concurrency: Number(concurrency) || 1 };
  if (Object.keys(values).length > 0) {
    body.inputs = values;
  }
  return html`<${Change} label="Backfill…" change=${{ method: 'POST', path, body }} done=${done}
      ask=${`Starts an execution for each date of ${trigger.id} in a range that has passed, the earliest first.`}>
    <div class="pair"><label>From <input type="datetime-local" step="1" required value=${from}
        onInput=${(event) => setFrom(event.target.value)} /></label>
      <label>To <input type="datetime-local" step="1" required value=${to}
          onInput=${(event) => setTo(event.target.value)} /></label>
      <label>At once <input type="number" min="1" max="100" required value=${concurrency}
        onInput=${(event) => setConcurrency(event.target.value)} /></label></div>
    ${inputs.length > 0 && html`<details><summary>Inputs in place of those of the trigger</summary>
      <${Inputs} inputs=${inputs} texts=${texts} errors=${errors} optional prefix=${`backfill-${trigger.id}`}
        set=${(id, text) => setTexts((all) => ({ ...all, [id]: text }))} /></details>`}</${Change}>`;
}

function Run({ api, flow }) {
  const [texts, setTexts] = useState({});
  const [labels, setLabels] = useState('');
  const [own, setOwn] = useState({});
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const { values, files, errors } = valuesOf(flow.inputs, texts);
  const change = { method: 'POST', body: bodyOf(flow, values, files, labelsOf(labels)) };
  const path = `${api}/executions`;
  const told = problemsOf(problem, flow.inputs);
  const set = (id, text) => {
    setTexts((all) => ({ ...all, [id]: text }));
    setOwn(({ [id]: gone, ...others }) => others);
    setProblem((last) => last && { ...last, problems: last.problems.filter((one) => one.field !== `inputs.${id}`) });
  };
  const go = async (event) => {
    event.preventDefault();
    setOwn(errors);
    setProblem(null);
    if (Object.keys(errors).length > 0) {
      return;
    }
    setBusy(true);
    try {
      const { response, content } = await exchange(path, change);
      if (!response.ok) {
        throw new Problem(response.status, content ?? {}, path);
      }
      navigate(`/console/execution/${content.id}`);
    } catch (error) {
      setProblem({ title: error.title, message: error.message, hint: error.hint, problems: error.problems ?? [],
          path: error.path });
      setBusy(false);
    }
  };
  if (flow.disabled) {
    return html`<${Empty} title="It is disabled">Enable it to start executions.</${Empty}>`;
  }
  return html`<form class="card run" onSubmit=${go}>
    ${flow.inputs.length === 0 && html`<p class="muted">It takes no inputs.</p>`}
    <${Inputs} inputs=${flow.inputs} texts=${texts} set=${set} errors=${{ ...told.errors, ...own }} prefix="run" />
    <div class="field"><label for="run-labels">Labels <span class="muted">one a line, as team=sales</span></label>
      <textarea id="run-labels" rows="2" value=${labels}
        onInput=${(event) => setLabels(event.target.value)}></textarea></div>
    ${problem && !told.all && html`<${Failure} error=${{ ...problem, problems: told.others }} />`}
    <details><summary>As curl</summary><pre class="curl">${curl(path, change)}</pre></details>
    <footer><button class="primary" disabled=${busy}>${busy ? 'Starting…' : 'Start an execution'}</button></footer>
  </form>`;
}

function labelsOf(text) {
  return Object.fromEntries(text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  }));
}

function bodyOf(flow, values, files, labels) {
  if (Object.keys(files).length === 0) {
    return Object.keys(labels).length > 0 ? { inputs: values, labels } : { inputs: values };
  }
  const form = new FormData();
  Object.entries(values).forEach(([id, value]) =>
    form.append(id, typeof value === 'string' ? value : JSON.stringify(value)));
  Object.entries(files).forEach(([id, file]) => form.append(id, file, file.name));
  Object.entries(labels).forEach(([name, value]) => form.append(`labels.${name}`, value));
  return form;
}

function Executions({ namespace, id }) {
  const asked = new URLSearchParams({ namespace, flowId: id, size: 25 });
  const answer = useJson(`/api/executions?${asked}`, { every: 3000 });
  const all = `/console/executions?${new URLSearchParams({ namespace, flowId: id })}`;
  return html`<${Waiting} of=${answer} />
    ${answer.data && html`<${Table} caption="Last executions" rows=${answer.data.items} id=${(one) => one.id}
      href=${(one) => `/console/execution/${one.id}`} columns=${[
        { name: 'Execution', of: (one) => html`<code>${one.id.slice(0, 8)}</code>` },
        { name: 'State', of: (one) => html`<${State} of=${one.state} />` },
        { name: 'Created', of: (one) => html`<${Time} at=${one.createdAt} />` },
        { name: 'Took', num: true, of: (one) => html`<${Duration} of=${one.duration} />` },
        { name: 'Revision', num: true, of: (one) => one.flowRevision },
        { name: 'Started by', of: (one) => one.trigger?.id ?? (one.parent ? 'a flow' : 'a request') },
        { name: 'Error', wide: true, of: (one) => one.error ?? '' },
      ]} empty=${html`<${Empty} title="Nothing of it has run yet">${mayChange()
        ? html`<a href=${withQuery({ tab: 'run' })}>Run it</a>.` : 'Nobody has started it.'}</${Empty}>`} />
      ${answer.data.total > 25 && html`<p><a href=${all}>All ${count(answer.data.total)} executions</a></p>`}`}`;
}
