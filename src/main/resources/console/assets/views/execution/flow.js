// The flow of an execution at its revision, read from its YAML, and its tasks by their paths.
import { useEffect, useMemo, useState } from '../../lib/html.js';
import { useJson } from '../../lib/api.js';
import { pathOf } from '../../lib/router.js';
import { branches, isMap } from '../../ui/flowgraph.js';

/** {source, value, error}: value is null until the flow is read; path null for no flow. */
export function useFlow(execution, wanted = true) {
  const path = execution && pathOf('api', 'flows', execution.namespace, execution.flowId);
  const source = useJson(path && wanted ? `${path}?revision=${
    execution.flowRevision}` : null, { accept: 'application/yaml' });
  const [yaml, setYaml] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    if (wanted) {
      import('../../ui/yaml.js').then(setYaml, setError);
    }
  }, [wanted]);
  const value = useMemo(() => (yaml && typeof source.data === 'string' ? yaml.readYaml(source.data).value : null),
    [yaml, source.data]);
  return { value, error: error ?? source.error };
}

/** All tasks of a flow: [{task, path}], where path is that of its task runs without iterations. */
export function tasksOf(flow) {
  const found = [];
  const visit = (scope, path) => {
    const lists = [...branches(scope, '').map(([, list]) => list), scope.errors, scope.finally].filter(Array.isArray);
    for (const task of lists.flat().filter(isMap)) {
      const at = path ? `${path}.${task.id}` : String(task.id);
      found.push({ task, path: at });
      visit(task, at);
    }
  };
  if (isMap(flow)) {
    visit(flow, '');
  }
  return found;
}

/** The path of the task runs of a node of flowGraph, such as tasks[0].then[1]; null where a node is no task. */
export function pathOfNode(flow, id) {
  const names = [];
  let value = flow;
  for (const part of id.match(/[^.[\]]+/g) ?? []) {
    value = value?.[part];
    if (isMap(value) && /^\d+$/.test(part) && value.id !== undefined) {
      names.push(value.id);
    }
  }
  return isMap(value) && value.id !== undefined && !id.startsWith('triggers') ? names.join('.') : null;
}

/** The inputs that a pause wants, as the API describes those of a flow. */
export function pauseInputs(task) {
  const inputs = Array.isArray(task?.inputs) ? task.inputs : [];
  return inputs.filter(isMap).map((input) => ({ ...input, type: input.type ?? 'string',
    required: input.required ?? true, defaultValue: input.default ?? input.defaultValue ?? undefined }));
}
