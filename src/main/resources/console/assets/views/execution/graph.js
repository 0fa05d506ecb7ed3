// The graph of the flow with the states of the task runs on it.
import { html, useMemo } from '../../lib/html.js';
import { withQuery } from '../../lib/router.js';
import { span } from '../../lib/time.js';
import { count, Failure } from '../../ui/basic.js';
import { flowGraph } from '../../ui/flowgraph.js';
import { Graph } from '../../ui/graph.js';
import { isEnded } from '../../ui/states.js';
import { pathOfNode, useFlow } from './flow.js';
import { stateOf, taskPath } from './tree.js';

export function RunGraph({ execution, tree, query }) {
  const flow = useFlow(execution);
  const drawing = useMemo(() => (flow.value ? flowGraph(flow.value) : null), [flow.value]);
  const byTask = useMemo(() => {
    const found = new Map();
    for (const one of tree.nodes.values()) {
      const at = taskPath(one.path);
      if (one.state && (one.run || one.children.length > 0)) {
        found.set(at, [...(found.get(at) ?? []), one]);
      }
    }
    return found;
  }, [tree]);
  if (flow.error) {
    return html`<${Failure} error=${flow.error} />`;
  }
  if (!drawing) {
    return html`<p class="muted" role="status">Loading…</p>`;
  }
  const nodes = drawing.nodes.map((node) => withRuns(node, flow.value, byTask, execution));
  return html`<p
    class="muted">Each task with how often it has run and in which state; a click leads to its task runs. This is
      revision ${execution.flowRevision} of the flow.</p>
    <${Graph} nodes=${nodes} edges=${drawing.edges} label="Graph of the flow with the states of its tasks"
      picked=${nodes.find((node) => node.path && query.get('task') && node.path === taskPath(query.get('task')))?.id}
        />`;
}

function withRuns(node, flow, byTask, execution) {
  const path = pathOfNode(flow, node.id);
  if (path === null || node.id.endsWith('?') || node.id.endsWith('+')) {
    return node;
  }
  const runs = byTask.get(path) ?? [];
  if (runs.length === 0) {
    return { ...node, path, state: undefined,
      sub: isEnded(execution.state) ? `${node.sub ?? ''} · did not run` : node.sub };
  }
  const counts = {};
  runs.forEach((one) => { counts[one.state] = (counts[one.state] ?? 0) + 1; });
  const state = stateOf(counts);
  const one = runs.length === 1 ? runs[0] : null;
  const took = one?.to && one.from !== null ? ` · ${span(one.to - one.from)}` : '';
  const words = one ? `${one.state}${took}`
    : Object.entries(counts).map(([name, n]) => `${count(n)} ${name}`).join(', ');
  return { ...node, path, state, sub: words, title: `${path}: ${words}`,
    href: one ? withQuery({ task: one.path })
      : withQuery({ tab: 'timeline', find: path.split('.').at(-1), task: null }) };
}
