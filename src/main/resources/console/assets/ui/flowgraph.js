// The graph of a flow, from what its YAML says: tasks in their order, scopes as frames around theirs.
const MOST = 150;
const LONG = 34;
// More edges than these from one place to the next go through one node.
const CROWD = 4;

/** Nodes and edges for Graph; the id of a node is the path of its task, such as tasks[0].then[1]. */
export function flowGraph(flow) {
  const drawing = { nodes: [], edges: [], deepest: tasksIn(flow) > MOST ? 1 : Infinity };
  if (!isMap(flow)) {
    return drawing;
  }
  const triggers = maps(flow.triggers).map(([trigger, at]) => {
    const id = `triggers[${at}]`;
    const of = trigger.cron ?? trigger.interval ?? trigger.topic ?? '';
    drawing.nodes.push({ id, label: `▷ ${named(trigger)}`,
      sub: cut([trigger.type ?? 'no type', of].filter(Boolean).join(' · ')), title: `Trigger ${named(trigger)}` });
    return { id };
  });
  scope(drawing, flow, '', undefined, 0, () => {
    const main = chain(drawing, flow.tasks, 'tasks', undefined, 0);
    connect(drawing, triggers, main.entries);
    return main;
  });
  return drawing;
}

export function isMap(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function maps(list) {
  return (Array.isArray(list) ? list : []).map((one, at) => [one, at]).filter(([one]) => isMap(one));
}

function named(step) {
  return cut(String(step.id ?? '(no id)'));
}

function cut(text) {
  return text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text;
}

/** The lists of tasks of a scope: what leads to each, the list and its path. */
export function branches(task, path) {
  const at = (name) => (path ? `${path}.${name}` : name);
  const found = ['tasks', 'then', 'else'].filter((name) => Array.isArray(task[name]))
    .map((name) => [name, task[name], at(name)]);
  if (isMap(task.cases)) {
    Object.entries(task.cases).filter(([, list]) => Array.isArray(list))
      .forEach(([name, list]) => found.push([name, list, `${at('cases')}.${name}`]));
  }
  if (Array.isArray(task.default)) {
    found.push(['default', task.default, at('default')]);
  }
  return found;
}

/** The task of a path, with the path's last part: null where there is none. */
export function taskAt(flow, path) {
  return path.match(/[^.[\]]+/g)?.reduce((value, part) => value?.[part], flow) ?? null;
}

function tasksIn(task) {
  if (!isMap(task)) {
    return 0;
  }
  return [...branches(task, '').map(([, list]) => list), task.errors, task.finally].filter(Array.isArray)
    .flat().reduce((sum, one) => sum + 1 + tasksIn(one), 0);
}

function connect(drawing, from, to) {
  if (from.length * to.length > CROWD && from.length > 1 && to.length > 1) {
    const id = `${to[0].id}+`;
    drawing.nodes.push({ id, label: 'all of them', parent: to[0].parent });
    connect(drawing, from, [{ id }]);
    connect(drawing, [{ id }], to);
    return;
  }
  from.forEach((one) => to.forEach((other) => drawing.edges.push({ from: one.id, to: other.id,
    label: one.label ?? other.label })));
}

function chain(drawing, list, path, parent, depth) {
  let entries = null;
  let exits = [];
  for (const [task, at] of maps(list)) {
    const placed = place(drawing, task, `${path}[${at}]`, parent, depth);
    connect(drawing, exits, placed.entries);
    entries ??= placed.entries;
    exits = placed.exits;
  }
  return { entries: entries ?? [], exits };
}

function side(drawing, task, name, path, parent, depth, before, label) {
  const list = maps(task[name]);
  if (list.length === 0) {
    return null;
  }
  const id = path ? `${path}.${name}` : name;
  drawing.nodes.push({ id, label: name, parent });
  const placed = chain(drawing, task[name], id, id, depth + 1);
  connect(drawing, before.map((one) => ({ ...one, label: label ?? one.label })), placed.entries);
  return placed;
}

/** What a scope runs, and after it its errors and its finally. */
function scope(drawing, task, path, parent, depth, inside) {
  const placed = inside();
  const errors = side(drawing, task, 'errors', path, parent, depth, placed.exits, 'if it fails');
  const last = side(drawing, task, 'finally', path, parent, depth, [...placed.exits, ...(errors?.exits ?? [])]);
  return { entries: placed.entries, exits: last ? last.exits : placed.exits };
}

function place(drawing, task, path, parent, depth) {
  const lists = branches(task, path).filter(([, list]) => maps(list).length > 0);
  const type = String(task.type ?? 'no type');
  if (lists.length === 0 || depth >= drawing.deepest) {
    const inside = lists.length > 0 ? `${tasksIn(task)} tasks inside` : null;
    const calls = task.type === 'subflow' && task.flowId ? `→ ${task.namespace ?? ''}/${task.flowId}` : null;
    drawing.nodes.push({ id: path, label: named(task), parent, title: task.description ?? `${task.id}: ${type}`,
      sub: cut([type, calls, inside, task.disabled === true && 'disabled', task.runIf && 'runs if'].filter(Boolean)
        .join(' · ')) });
    return { entries: [{ id: path, parent }], exits: [{ id: path }] };
  }
  const atOnce = task.concurrency === 0 ? 'all at once' : task.concurrency ? `${task.concurrency} at once` : null;
  drawing.nodes.push({ id: path, label: [named(task), type, atOnce].filter(Boolean).join(' · '), parent });
  return scope(drawing, task, path, path, depth, () => inner(drawing, task, type, lists, path, depth + 1));
}

function inner(drawing, task, type, lists, path, depth) {
  if (type === 'if' || type === 'switch') {
    const id = `${path}?`;
    drawing.nodes.push({ id, label: cut(String(task.condition ?? task.value ?? '?')), parent: path,
      title: String(task.condition ?? task.value ?? '') });
    const exits = lists.flatMap(([label, list, at]) => {
      const branch = chain(drawing, list, at, path, depth);
      connect(drawing, [{ id, label }], branch.entries);
      return branch.exits;
    });
    const other = type === 'if' ? 'else' : 'default';
    const open = !lists.some(([label]) => label === other);
    return { entries: [{ id, parent: path }], exits: open ? [...exits, { id, label: other }] : exits };
  }
  if (type === 'parallel') {
    const all = maps(task.tasks).map(([one, at]) => place(drawing, one, `${path}.tasks[${at}]`, path, depth));
    return { entries: all.flatMap((one) => one.entries), exits: all.flatMap((one) => one.exits) };
  }
  return type === 'dag' ? dag(drawing, task, path, depth) : chain(drawing, task.tasks, `${path}.tasks`, path, depth);
}

function dag(drawing, task, path, depth) {
  const all = maps(task.tasks).map(([one, at]) => ({ id: String(one.id),
    needs: [one.dependsOn ?? []].flat().map(String), ...place(drawing, one, `${path}.tasks[${at}]`, path, depth) }));
  const byId = new Map(all.map((one) => [one.id, one]));
  const needed = new Set(all.flatMap((one) => one.needs));
  all.forEach((one) => one.needs.filter((name) => byId.has(name))
    .forEach((name) => connect(drawing, byId.get(name).exits, one.entries)));
  return { entries: all.filter((one) => one.needs.length === 0).flatMap((one) => one.entries),
    exits: all.filter((one) => !needed.has(one.id)).flatMap((one) => one.exits) };
}
