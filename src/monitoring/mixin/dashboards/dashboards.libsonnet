local apply = import '../lib/apply.libsonnet';

// The files themselves, by the names that they have in Grafana's directory.
local files = {
  'windhover-executions.json': import '../../grafana/dashboards/windhover-executions.json',
  'windhover-executor.json': import '../../grafana/dashboards/windhover-executor.json',
  'windhover-flow.json': import '../../grafana/dashboards/windhover-flow.json',
  'windhover-indexer.json': import '../../grafana/dashboards/windhover-indexer.json',
  'windhover-kafkastreams.json': import '../../grafana/dashboards/windhover-kafkastreams.json',
  'windhover-management.json': import '../../grafana/dashboards/windhover-management.json',
  'windhover-overview.json': import '../../grafana/dashboards/windhover-overview.json',
  'windhover-scheduler.json': import '../../grafana/dashboards/windhover-scheduler.json',
  'windhover-task-metrics.json': import '../../grafana/dashboards/windhover-task-metrics.json',
  'windhover-workers.json': import '../../grafana/dashboards/windhover-workers.json',
};

{ grafanaDashboards+:: { [name]: apply.dashboard(files[name], $._config) for name in std.objectFields(files) } }
