// The views of both ports, in the order of the menu; the first is the one that / shows. `key` follows g; `under` is the
// entry of the menu that a view without a name belongs to; `first` is what a view that begins with the page asks for in
// any case, which the page itself then begins to fetch. Java reads this list, too: see Preloads.
export const VIEWS = {
  management: [
    { id: 'overview', name: 'Overview', key: 'o', load: () => import('./views/overview.js'),
      first: ['/console/assets/vendor/uPlot.iife.min.js', '/console/assets/vendor/uPlot.min.css', '/samples', '/health',
        '/incidents?size=6', '/cluster'] },
    { id: 'incidents', name: 'Incidents', key: 'i', load: () => import('./views/incidents.js') },
    { id: 'failures', name: 'Failures', key: 'f', load: () => import('./views/failures.js') },
    { id: 'flows', name: 'Flows', key: 'l', load: () => import('./views/flows-health.js') },
    { id: 'workers', name: 'Workers', key: 'w', load: () => import('./views/workers.js') },
    { id: 'scheduler', name: 'Scheduler', key: 's', load: () => import('./views/scheduler.js') },
    { id: 'streams', name: 'Kafka Streams', key: 'k', load: () => import('./views/streams.js') },
    { id: 'cluster', name: 'Cluster', key: 'c', load: () => import('./views/cluster.js') },
    { id: 'storage', name: 'Storage', key: 't', load: () => import('./views/storage.js') },
    { id: 'runbooks', name: 'Runbooks', key: 'r', load: () => import('./views/runbooks.js') },
    { id: 'loggers', name: 'Loggers', load: () => import('./views/loggers.js') },
    { id: 'environment', name: 'Environment', load: () => import('./views/environment.js') },
    { id: 'routes', name: 'All routes', load: () => import('./views/routes.js') },
  ],
  api: [
    { id: 'executions', name: 'Executions', key: 'e', load: () => import('./views/executions.js') },
    { id: 'flows', name: 'Flows', key: 'f', load: () => import('./views/flows.js') },
    { id: 'execution', under: 'executions', load: () => import('./views/execution.js') },
    { id: 'flow', under: 'flows', load: () => import('./views/flow.js') },
    { id: 'edit', under: 'flows', load: () => import('./views/editor.js') },
  ],
};
