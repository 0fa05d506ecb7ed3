// The task runs of an execution as the tree that their paths make, and the rows that are shown of it.
import { isEnded } from '../../ui/states.js';

// A scope of more than these begins folded.
const FOLDED = 40;

const ms = (iso) => (iso ? Date.parse(iso) : null);

/** The path of the scope or loop that a path is in; null at the top. */
export function outer(path) {
  if (path.endsWith(']')) {
    return path.slice(0, path.lastIndexOf('['));
  }
  const dot = path.lastIndexOf('.');
  return dot < 0 ? null : path.slice(0, dot);
}

/** The path without the iterations in it, which is where its task stands in the flow. */
export function taskPath(path) {
  return path.replace(/\[\d+\]/g, '');
}

/**
 * node: {path, name, run, children, from, to, state, counts, leaves}; to is null of what has not ended.
 * ended: whether the execution has.
 */
export function treeOf(runs, ended) {
  const nodes = new Map();
  const root = node('', null);
  const ensure = (path) => {
    const known = nodes.get(path);
    if (known) {
      return known;
    }
    const made = node(path, null);
    nodes.set(path, made);
    const above = outer(path);
    (above === null ? root : ensure(above)).children.push(made);
    return made;
  };
  for (const run of runs) {
    ensure(run.path).run = run;
  }
  settle(root, ended);
  return { root, nodes };
}

function node(path) {
  const above = path ? outer(path) : null;
  return { path, name: above === null ? path : path.slice(above.length).replace(/^\./, ''),
    run: null, children: [], from: null,
    to: null, state: null, counts: {}, leaves: 0 };
}

function settle(one, ended) {
  one.children.forEach((child) => settle(child, ended));
  // the only task of an iteration stands for it
  one.children = one.children.map((child) => {
    if (!child.run && child.path.endsWith(']') && child.children.length === 1
      && child.children[0].children.length === 0) {
      return Object.assign(child.children[0], { name: `${child.name} ${child.children[0].name}` });
    }
    return child;
  });
  const { run } = one;
  if (run) {
    one.from = ms(run.history[0]?.at);
    one.to = isEnded(run.state) ? ms(run.history.at(-1).at) : null;
    one.state = run.state;
  }
  if (one.children.length === 0) {
    one.leaves = run ? 1 : 0;
    one.counts = run ? { [run.state]: 1 } : {};
    return;
  }
  for (const child of one.children) {
    one.leaves += child.leaves;
    for (const [state, n] of Object.entries(child.counts)) {
      one.counts[state] = (one.counts[state] ?? 0) + n;
    }
  }
  const begun = one.children.reduce((least, child) => Math.min(least, child.from ?? Infinity), Infinity);
  if (one.from === null || one.from > begun) {
    one.from = begun;
  }
  if (!run) {
    // a scope is known by itself once it has ended
    const known = ended || one.path === '' || one.path.endsWith(']');
    const open = !known || one.children.some((child) => child.to === null);
    one.to = open ? null : one.children.reduce((most, child) => Math.max(most, child.to), 0);
    const worst = stateOf(one.counts);
    one.state = open && isEnded(worst) && worst !== 'FAILED' ? 'RUNNING' : worst;
  }
  one.children.sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
}

const URGENT = ['FAILED', 'RUNNING', 'PAUSED', 'RETRYING', 'QUEUED', 'CREATED',
  'KILLED', 'WARNING', 'SUCCESS', 'SKIPPED'];

/** The state that matters most of those counted. */
export function stateOf(counts) {
  return URGENT.find((state) => counts[state] > 0) ?? null;
}

export function isOpen(one, folds) {
  return folds.open.has(one.path) || (!folds.closed.has(one.path) && one.leaves <= FOLDED);
}

/** What is shown, in order: [{node, depth, open}]; match(node) keeps what it is true of, with what that is in. */
export function rowsOf(root, folds, match) {
  const rows = [];
  const visit = (one, depth) => {
    const at = rows.length;
    const open = one.children.length > 0 && (Boolean(match) || isOpen(one, folds));
    rows.push({ node: one, depth, open });
    if (open) {
      one.children.forEach((child) => visit(child, depth + 1));
    }
    if (match && rows.length === at + 1 && !match(one)) {
      rows.pop();
    }
  };
  root.children.forEach((child) => visit(child, 0));
  return rows;
}

/** What a bar is made of: [{from, to, kind: wait, run or hold, state, title}], with null for an end that is not yet. */
export function segmentsOf(one) {
  const { run } = one;
  if (!run || one.children.length > 0) {
    return [];
  }
  if (run.attempts.length > 0) {
    return run.attempts.flatMap((attempt) => {
      const queued = ms(attempt.queuedAt);
      const started = ms(attempt.startedAt);
      const ended = ms(attempt.endedAt) ?? (isEnded(attempt.state) ? one.to : null);
      return [queued !== null && { from: queued, to: started ?? ended, kind: 'wait', state: 'QUEUED', attempt },
        started !== null && { from: started, to: ended, kind: 'run', state: attempt.state, attempt }].filter(Boolean);
    });
  }
  return run.history.map((change, at) => ({ from: ms(change.at), to: ms(run.history[at + 1]?.at) ??
    (isEnded(run.state) ? one.to
    : null), kind: change.state === 'PAUSED' ? 'hold' : ['CREATED', 'QUEUED'].includes(change.state) ? 'wait' : 'run',
  state: change.state === 'RUNNING' && isEnded(run.state) ? run.state : change.state }))
    .filter((segment) => !isEnded(segment.state) || segment.to > segment.from || run.history.length === 1);
}
