// What went into an execution and what came out of it: inputs, outputs, what its tasks gave and measured, and files.
import { html, useMemo } from '../../lib/html.js';
import { useJson } from '../../lib/api.js';
import { withBase } from '../../lib/base.js';
import { withQuery } from '../../lib/router.js';
import { Time } from '../../lib/time.js';
import { bytes, count, Empty, Failure } from '../../ui/basic.js';
import { Tree } from '../../ui/json.js';
import { Table } from '../../ui/table.js';

const MOST = 100;

export function Data({ execution, runs }) {
  const files = useJson(`/api/executions/${encodeURIComponent(execution.id)}/files`);
  const measured = useMemo(() => metricsOf(runs), [runs]);
  const given = runs.filter((run) => run.outputs && Object.keys(run.outputs).length > 0);
  return html`<div class="cards"><div class="card"><h2>Inputs</h2><${Values} of=${execution.inputs}
    none="It was given none." /></div>
      <div class="card"><h2>Outputs</h2><${Values} of=${execution.outputs}
        none="The flow names no outputs, or they are not known
        before it has ended well." /></div></div>
    <h2>Outputs of tasks</h2>
    <${Table} caption="Outputs of tasks" rows=${given.slice(0, MOST)} id=${(run) => run.path}
      href=${(run) => withQuery({ task: run.path })} empty=${html`<${Empty} title="No task gave outputs" />`}
        columns=${[
        { name: 'Path', of: (run) => run.path }, { name: 'Type', of: (run) => run.taskType },
        { name: 'Outputs', wide: true, of: (run) => html`<${Tree} value=${run.outputs} open=${0} />` }]} />
    ${given.length > MOST && html`<p
      class="muted">The first ${MOST} of ${count(given.length)}; the timeline leads to all.</p>`}
    <h2>Metrics</h2>
    <${Table} caption="Metrics of tasks" rows=${measured} id=${(one) => one.key} empty=${html`<${Empty}
      title="Nothing was
      measured">Tasks publish metrics such as lines, bytes or rows.</${Empty}>`} columns=${[
        { name: 'Task', of: (one) => one.taskId }, { name: 'Name', of: (one) => one.name },
        { name: 'Tags', of: (one) => html`<span
          class="muted">${Object.entries(one.tags).map(([k, v]) => `${k}=${v}`).join(', ')}</span>` },
        { name: 'Sum', num: true, of: (one) => number(one.sum, one.kind) },
        { name: 'Most', num: true, of: (one) => number(one.most, one.kind) },
        { name: 'Attempts', num: true, of: (one) => count(one.count) }]} />
    <h2>Files</h2>
    <${Failure} error=${files.error} retry=${files.reload} />
    ${files.data && html`<${Table} caption="Files of the execution" rows=${files.data.items} id=${(file) => file.path}
      empty=${html`<${Empty} title="No files" />`} columns=${[
        { name: 'Path', of: (file) => html`<a href=${fileLink(execution.id, file.path)} download>${file.path}</a>` },
        { name: 'Size', num: true, of: (file) => bytes(file.size) },
        { name: 'Changed', of: (file) => html`<${Time} at=${file.modifiedAt} />` }]} />`}`;
}

function Values({ of: value, none }) {
  return value && Object.keys(value).length > 0 ? html`<${Tree} value=${value} open=${3} />` : html`<p
    class="muted">${none}</p>`;
}

function fileLink(id, path) {
  const file = path.split('/').map(encodeURIComponent).join('/');
  return withBase(`/api/executions/${encodeURIComponent(id)}/files/${file}`);
}

function number(value, kind) {
  return kind === 'timer' ? `${value.toFixed(3)} s` : count(Math.round(value * 1000) / 1000);
}

function metricsOf(runs) {
  const found = new Map();
  for (const run of runs) {
    for (const metric of run.attempts.flatMap((attempt) => attempt.metrics ?? [])) {
      const key = `${run.taskId} ${metric.name} ${JSON.stringify(metric.tags)}`;
      const one = found.get(key) ?? { key, taskId: run.taskId, ...metric, sum: 0, most: 0, count: 0 };
      one.sum += metric.value;
      one.most = Math.max(one.most, metric.value);
      one.count++;
      found.set(key, one);
    }
  }
  return [...found.values()].sort((a, b) => a.key.localeCompare(b.key));
}
