// A dashboard: its variables, its annotations and its rows of panels.
const dashboard = require('@grafana/grafana-foundation-sdk/dashboard');
const { PROMETHEUS } = require('./panels');
const { JOB } = require('./promql');
const links = require('./links');

// A meter that only an instance with the role has.
const OF_ROLE = {
  any: 'management_meters_active',
  executor: 'executor_executions_oldest_age',
  worker: 'worker_slots_max',
  scheduler: 'scheduler_lateness_max',
  indexer: 'indexer_backlog_oldest_age',
  streams: 'kafkastreams_restore_remaining',
};

const all = { text: 'All', value: '$__all' };

const datasource = () =>
  new dashboard.DatasourceVariableBuilder('datasource').label('Prometheus data source').type('prometheus');

const labelValues = (name, query) =>
  new dashboard.QueryVariableBuilder(name)
    .datasource(PROMETHEUS)
    .query({ query, refId: name })
    .definition(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.NaturalAsc);

const many = (variable) => variable.multi(true).includeAll(true).current(all);

// The flow __none__ holds what runs of flows that are gone: it stays in sums, but nobody looks for it.
const named = '/^(?!__none__$).+/';

const namespaces = () =>
  labelValues('namespace', `label_values(executor_execution_started_count_total{${JOB}}, namespace_id)`)
    .label('Namespace')
    .regex(named);

const flows = () =>
  labelValues('flow', `label_values(executor_execution_started_count_total{${JOB}, namespace_id=~"$namespace"}, flow_id)`)
    .label('Flow')
    .regex(named);

const instances = (role) =>
  many(labelValues('instance', `label_values(${OF_ROLE[role]}{${JOB}}, instance)`).label('Instance'))
    .allValue('.+')
    .description('Instances that have what this dashboard shows');

// One instance with the role, for the links of panels.
const at = (role) =>
  labelValues(`at_${role}`, `label_values(${OF_ROLE[role]}{${JOB}}, instance)`).hide(dashboard.VariableHide.HideVariable);

const scheme = () =>
  new dashboard.ConstantVariableBuilder('scheme')
    .value('http')
    .description('https where port 8081 speaks TLS');

const annotation = (name, color, expr, text, more = (it) => it) => {
  const made = more(
    new dashboard.AnnotationQueryBuilder()
      .name(name)
      .datasource(PROMETHEUS)
      .enable(true)
      .iconColor(color)
      .expr(expr)
      .step('15s')
      .titleFormat(name)
      .textFormat(text)
      .tagKeys('instance'),
  ).build();
  // else it would hide in the menu of the dashboard's controls
  delete made.placement;
  return { build: () => made };
};

// How often the series changed in a step, and in two minutes at least, which hold some scrapes whatever the step.
// Steps are long where much time is shown; those that are shorter than a scrape have no samples, hence the 0 times.
const changes = (series) => `changes(${series}[2m]) + (changes(${series}[$__interval]) or 0 * ${series})`;

// A value above 0 is an event; neighbouring ones are one that lasts.
const annotations = (instance = '.+') => [
  // at the very moment of the start, which the value tells
  annotation(
    'Started',
    'blue',
    // and of which build, which tells a deployment from a restart
    `process_start_time_seconds{${JOB}, instance=~"${instance}"} * 1000 * on (job, instance) group_left (version, commit) instance_version{${JOB}}`,
    '{{instance}} started with version {{version}}, commit {{commit}}',
    (it) => it.useValueForTime(true).tagKeys('instance,version,commit'),
  ),
  annotation(
    'Draining',
    'orange',
    `max by (instance) (worker_draining{${JOB}, instance=~"${instance}"})`,
    '{{instance}} takes no jobs until it is resumed',
  ),
  annotation(
    'Rebalance',
    'purple',
    `sum by (instance, role) (${changes(`kafkastreams_rebalances_total{${JOB}, instance=~"${instance}"}`)})`,
    'The Kafka Streams client of the {{role}} of {{instance}} rebalanced',
    (it) => it.tagKeys('instance,role'),
  ),
];

const base = ({ uid, title, tells, time = 'now-1h' }) =>
  new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(tells)
    .tags(['windhover'])
    // what is made anew would overwrite it
    .readonly()
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .time({ from: time, to: 'now' })
    .refresh('30s')
    .link(links.others);

const fill = (builder, rows) => {
  let id = 0;
  rows.forEach(([heading, ...panels]) => {
    builder.withRow(new dashboard.RowBuilder(heading).id((id += 1)));
    panels.forEach((panel) => builder.withPanel(panel.id((id += 1))));
  });
  return builder.build();
};

// The roles to whose instances the links of the panels lead.
const linked = (rows) => {
  const panels = JSON.stringify(rows.map(([, ...of]) => of.map((panel) => panel.build())));
  return Object.keys(OF_ROLE).filter((role) => panels.includes(`\${at_${role}}`));
};

// `filters` says by what else than the instance one can choose; `role` whose instances are shown.
const board = ({ filters = [], role = 'any', rows, ...head }) => ({
  build: () => {
    const builder = base(head).withVariable(datasource());
    filters.forEach((variable) => builder.withVariable(variable));
    builder.withVariable(instances(role));
    linked(rows).forEach((one) => builder.withVariable(at(one)));
    builder.withVariable(scheme());
    // a worker's drain is worth knowing where executors are looked at, too
    annotations(role === 'any' ? '$instance' : undefined).forEach((one) => builder.annotation(one));
    return fill(builder, rows);
  },
});

const anyFlow = () => [many(namespaces()).allValue('.*'), many(flows()).allValue('.*')];
const oneFlow = () => [namespaces(), flows()];

module.exports = { board, base, fill, datasource, annotations, many, anyFlow, oneFlow };
