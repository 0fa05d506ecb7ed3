// Where things are shown: views of this port, of the other port, and of other instances.
import { pathOf } from './router.js';

const VIEW_OF = { worker: 'workers', kafkastreams: 'streams', flows: 'flows', scheduler: 'scheduler',
  storage: 'storage', cluster: 'cluster', incidents: 'incidents', failures: 'failures', runbooks: 'runbooks' };

/** The view that shows a route of the port such as /flows/demo/nightly; a route without a view shows itself. */
export function viewOfRoute(route) {
  const [first, ...rest] = route.split('/').filter(Boolean);
  return VIEW_OF[first] ? ['/console', VIEW_OF[first], ...rest].join('/') : route;
}

/** The same on the instance that an address names, as incidents do. */
export function viewOfLink(link) {
  try {
    const url = new URL(link);
    return url.origin + viewOfRoute(url.pathname);
  } catch {
    return link;
  }
}

export function flowView(namespace, flowId) {
  return pathOf('console', 'flows', namespace, flowId);
}

/** An address of the other port, whose segments follow /console; null where it is not known. */
export function otherView(config, segments, query = {}) {
  if (!config.otherUrl) {
    return null;
  }
  const wanted = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  const text = wanted.toString();
  return config.otherUrl + pathOf('console', ...segments) + (text ? `?${text}` : '');
}

/** An execution, as a link to the port of the API where its address is known. */
export function executionView(config, id) {
  return otherView(config, ['execution', id]);
}
