// Queries to Elasticsearch, what the dashboards on it share, and their frame.
const dashboard = require('@grafana/grafana-foundation-sdk/dashboard');
const elasticsearch = require('@grafana/grafana-foundation-sdk/elasticsearch');
const table = require('@grafana/grafana-foundation-sdk/table');
const common = require('@grafana/grafana-foundation-sdk/common');
const frame = require('./board');
const { link } = require('./links');
const { source, color, withCommon, refId } = require('./panels');

const EXECUTIONS = source('executions', 'elasticsearch');
const TASK_RUNS = source('task_runs', 'elasticsearch');
const METRICS = source('metrics', 'elasticsearch');

// What the variables let pass.
const FLOW = 'namespace:$namespace AND flowId:$flow';

// Not the builders of the SDK for these: they leave the type of a metric unknown.
const metric = (type, field, settings) => (id) => ({
  build: () => ({ id, type, ...(field ? { field } : {}), ...(settings ? { settings } : {}) }),
});
const count = metric('count');
const avg = (field) => metric('avg', field);
const max = (field) => metric('max', field);
const sum = (field) => metric('sum', field);
const percentiles = (field, ...percents) => metric('percentiles', field, { percents: percents.map(String) });

const overTime = () => (id) =>
  new elasticsearch.DateHistogramBuilder()
    .id(id)
    .field('@timestamp')
    .settings({ interval: 'auto', min_doc_count: '0', trimEdges: '0' });

const terms = (field, size = 10, orderBy = '_count') => (id) =>
  new elasticsearch.TermsBuilder()
    .id(id)
    .field(field)
    .settings({ order: elasticsearch.TermsOrder.Desc, size: String(size), min_doc_count: '1', orderBy });

// One bucket for all: a figure over the whole range.
const whole = () => (id) =>
  new elasticsearch.FiltersBuilder().id(id).settings({ filters: [{ query: '*', label: 'all' }] });

// Ids as Grafana gives them itself: metrics first, then what they are grouped by.
const ask = ({ query, metrics, by, alias }) => ({
  at: (ref) =>
    new elasticsearch.DataqueryBuilder()
      .refId(ref)
      .query(query)
      .timeField('@timestamp')
      .alias(alias ?? '')
      .metrics(metrics.map((make, index) => make(String(index + 1))))
      .bucketAggs(by.map((make, index) => make(String(metrics.length + index + 1)))),
});

// The documents themselves, the latest first.
const documents = (query, size = 50) => ask({ query, metrics: [metric('raw_data', undefined, { size: String(size) })], by: [] });

// A table of one query: `columns` is [[field, heading, {unit, links, limits}], ...] in the order to be shown; what else comes
// is left out.
const list = (it) => {
  const panel = withCommon(new table.PanelBuilder(), it, it.w ?? 12, it.h ?? 9)
    .targets(it.queries.map((one, index) => one.at(refId(index)).datasource(it.datasource)))
    .colorScheme(color('thresholds'))
    .filterable(true)
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: it.columns.map(([field]) => field) } } })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: {},
        includeByName: {},
        indexByName: Object.fromEntries(it.columns.map(([field], index) => [field, index])),
        renameByName: {},
      },
    });
  it.columns.forEach(([field, heading, { unit, decimals, links, limits, width } = {}]) =>
    panel.overrideByName(field, [
      { id: 'displayName', value: heading },
      ...(unit ? [{ id: 'unit', value: unit }] : []),
      ...(decimals !== undefined ? [{ id: 'decimals', value: decimals }] : []),
      ...(width ? [{ id: 'custom.width', value: width }] : []),
      ...(links ? [{ id: 'links', value: [].concat(links).map((one) => one.build()) }] : []),
      ...(limits
        ? [
            { id: 'thresholds', value: limits.build() },
            { id: 'custom.cellOptions', value: { type: 'color-text' } },
          ]
        : []),
    ]),
  );
  if (it.sort) {
    panel.sortBy([new common.TableSortByFieldStateBuilder().displayName(it.sort).desc(true)]);
  }
  return panel;
};

const api = (path) => link(`${path.split('?')[0]} of the API`, `\${api}${path}`);
const execution = (field) => link('This execution', `\${api}/api/executions/\${__data.fields["${field}"]}`);
const logs = (field) => link('Its log', `\${api}/api/executions/\${__data.fields["${field}"]}/logs`);
const flow = link(
  'This flow',
  '/d/windhover-flow?${datasource:queryparam}&var-namespace=${__data.fields.namespace}&var-flow=${__data.fields.flowId}&${__url_time_range}',
  { targetBlank: false },
);

const pick = (name, label, datasource) =>
  new dashboard.DatasourceVariableBuilder(name).label(label).type('elasticsearch').regex(`/${datasource}/i`);

const fieldValues = (name, label, datasource, field, query) => {
  const asked = JSON.stringify({ find: 'terms', field, size: 1000, ...(query ? { query } : {}) });
  return frame
    .many(
      new dashboard.QueryVariableBuilder(name)
        .label(label)
        .datasource(datasource)
        .query(asked)
        .definition(asked)
        .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
        .sort(dashboard.VariableSort.NaturalAsc),
    )
    .allValue('*');
};

const board = ({ sources, filters, rows, ...head }) => ({
  build: () => {
    const builder = frame.base({ ...head, time: 'now-24h' });
    [...sources, frame.datasource(), ...filters].forEach((variable) => builder.withVariable(variable));
    builder.withVariable(
      new dashboard.TextBoxVariableBuilder('api').label("Windhover's API").defaultValue('http://localhost:8080'),
    );
    frame.annotations().forEach((one) => builder.annotation(one));
    return frame.fill(builder, rows);
  },
});

module.exports = {
  EXECUTIONS,
  TASK_RUNS,
  METRICS,
  FLOW,
  count,
  avg,
  max,
  sum,
  percentiles,
  overTime,
  terms,
  whole,
  ask,
  documents,
  list,
  api,
  execution,
  logs,
  flow,
  pick,
  fieldValues,
  board,
};
