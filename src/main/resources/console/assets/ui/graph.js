// Graphs, laid out by dagre, which is loaded when the first of them is shown.
import { html, useEffect, useMemo, useState } from '../lib/html.js';
import { Failure, tone } from './basic.js';

const HEIGHT = 44;

/**
 * nodes: [{id, label, sub, state, href, parent, title}]; a node that is the parent of others is a frame around them.
 * edges: [{from, to, label, title}]; direction: TB or LR; onPick(id) is called when a node without href is clicked.
 */
export function Graph({ nodes, edges, direction = 'TB', label, onPick, picked }) {
  const [dagre, setDagre] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    import('../vendor/dagre.esm.js').then(setDagre, setError);
  }, []);
  const shape = JSON.stringify([nodes.map((n) => [n.id, n.label, n.parent, n.sub?.length]),
    edges.map((e) => [e.from, e.to, e.label?.length]), direction]);
  const layout = useMemo(() => dagre && place(dagre.default ?? dagre, nodes, edges, direction), [dagre, shape]);
  if (error) {
    return html`<${Failure} error=${error} />`;
  }
  if (!layout) {
    return html`<p class="muted">Drawing…</p>`;
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return html`<div class="graph" tabindex="0" role="region" aria-label=${label}>
    <svg width=${layout.width} height=${layout.height} viewBox="0 0 ${layout.width} ${layout.height}">
      <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
        orient="auto-start-reverse">
        <path d="M0 0 8 4 0 8z" class="arrow" /></marker></defs>
      ${layout.nodes.filter((at) => at.frame).map((at) => html`<g><rect class="frame" x=${at.x} y=${at.y}
        width=${at.width} height=${at.height} rx="6" /></g>`)}
      ${layout.edges.map((at) => html`<g class="edge"><path d=${at.path} marker-end="url(#arrow)" />
        ${edges[at.index].title && html`<title>${edges[at.index].title}</title>`}</g>`)}
      ${layout.nodes.filter((at) => at.frame).map((at) => html`<text class="frame-label" x=${at.x + 8}
        y=${at.y + 14}>${byId.get(at.id)?.label}</text>`)}
      ${layout.edges.filter((at) => edges[at.index].label).map((at) => html`<g class="edge"><text x=${at.x}
        y=${at.y}>${edges[at.index].label}</text></g>`)}
      ${layout.nodes.filter((at) => !at.frame).map((at) => node(at, byId.get(at.id), onPick, picked))}
    </svg></div>`;
}

function node(at, of, onPick, picked) {
  const body = html`<rect x=${at.x} y=${at.y} width=${at.width} height=${at.height} rx="6"
      class="node ${of.state ? tone(of.state) : ''} ${picked === of.id ? 'picked' : ''}" />
    <text x=${at.x + 10} y=${at.y + (of.sub ? 18 : 27)}>${of.label}</text>
    ${of.sub && html`<text class="sub" x=${at.x + 10} y=${at.y + 34}>${of.sub}</text>`}
    <title>${of.title ?? `${of.label}${of.state ? `: ${of.state}` : ''}`}</title>`;
  return of.href ? html`<a href=${of.href}>${body}</a>`
    : html`<g class=${onPick ? 'pick' : ''} onClick=${() => onPick?.(of.id)}>${body}</g>`;
}

function place(dagre, nodes, edges, direction) {
  const graph = new dagre.graphlib.Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 22, ranksep: 44, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const parents = new Set(nodes.map((one) => one.parent).filter(Boolean));
  for (const one of nodes) {
    const letters = Math.max(one.label.length, (one.sub?.length ?? 0) * 0.85);
    graph.setNode(one.id, { width: Math.min(320, 24 + letters * 7.4), height: HEIGHT });
  }
  for (const one of nodes) {
    if (one.parent) {
      graph.setParent(one.id, one.parent);
    }
  }
  edges.forEach((edge, index) => graph.setEdge(edge.from, edge.to,
    { width: (edge.label?.length ?? 0) * 6.5, height: edge.label ? 14 : 0, labelpos: 'c', index }, String(index)));
  dagre.layout(graph);
  return {
    width: Math.ceil(graph.graph().width), height: Math.ceil(graph.graph().height),
    nodes: nodes.map((one) => {
      const at = graph.node(one.id);
      return { id: one.id, frame: parents.has(one.id), x: at.x - at.width / 2, y: at.y - at.height / 2, width: at.width,
        height: at.height };
    }),
    edges: graph.edges().map((edge) => {
      const at = graph.edge(edge);
      return { index: at.index, x: at.x, y: at.y, path: curve(at.points) };
    }),
  };
}

function curve(points) {
  let path = `M${points[0].x} ${points[0].y}`;
  for (let i = 1; i < points.length - 1; i++) {
    const next = points[i + 1];
    path += ` Q${points[i].x} ${points[i].y} ${(points[i].x + next.x) / 2} ${(points[i].y + next.y) / 2}`;
  }
  const last = points[points.length - 1];
  return `${path} L${last.x} ${last.y}`;
}
