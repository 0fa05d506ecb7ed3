// Writes windhover.ndjson, what Kibana imports: data views, saved searches and a dashboard. It needs nothing but Node; with
// --check it says whether the file is what it would write. The format is that of the samples that Kibana 8.8 and later bring
// along, which newer ones migrate at the import.
const fs = require('node:fs');
const path = require('node:path');

const FILE = path.join(__dirname, 'windhover.ndjson');

const NOTHING = { query: { query: '', language: 'kuery' }, filter: [] };

const duration = {
  id: 'duration',
  params: { inputFormat: 'milliseconds', outputFormat: 'humanizePrecise', outputPrecision: 2, useShortSuffix: true },
};

const object = (type, id, typeMigrationVersion, attributes, references = []) => ({
  id,
  type,
  attributes,
  references,
  coreMigrationVersion: '8.8.0',
  typeMigrationVersion,
  managed: false,
});

const dataView = (kind, name, formats = {}) =>
  object('index-pattern', `windhover-${kind}`, '7.11.0', {
    title: `windhover-${kind}-*`,
    name: `Windhover ${name}`,
    timeFieldName: '@timestamp',
    fieldAttrs: '{}',
    fieldFormatMap: JSON.stringify(formats),
    fields: '[]',
    runtimeFieldMap: '{}',
    typeMeta: '{}',
  });

const search = (id, title, description, kind, query, columns) =>
  object(
    'search',
    id,
    '7.9.3',
    {
      title,
      description,
      hits: 0,
      columns,
      sort: [['@timestamp', 'desc']],
      version: 1,
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          highlightAll: true,
          version: true,
          ...NOTHING,
          query: { query, language: 'kuery' },
          indexRefName: 'kibanaSavedObjectMeta.searchSourceJSON.index',
        }),
      },
    },
    [{ type: 'index-pattern', id: `windhover-${kind}`, name: 'kibanaSavedObjectMeta.searchSourceJSON.index' }],
  );

// The columns of a Lens layer.
const time = () => ({
  label: '@timestamp',
  dataType: 'date',
  operationType: 'date_histogram',
  sourceField: '@timestamp',
  isBucketed: true,
  scale: 'interval',
  params: { interval: 'auto', includeEmptyRows: true, dropPartials: false },
});

const count = (label, filter) => ({
  label,
  customLabel: true,
  dataType: 'number',
  operationType: 'count',
  sourceField: '___records___',
  isBucketed: false,
  scale: 'ratio',
  params: { emptyAsNull: false },
  ...(filter ? { filter: { query: filter, language: 'kuery' } } : {}),
});

const of = (operationType, label, sourceField, params = {}) => ({
  label,
  customLabel: true,
  dataType: 'number',
  operationType,
  sourceField,
  isBucketed: false,
  scale: 'ratio',
  params: { emptyAsNull: true, ...params },
});

const percentile = (label, field, at) => of('percentile', label, field, { percentile: at });

const top = (label, sourceField, by, size = 10) => ({
  label,
  customLabel: true,
  dataType: 'string',
  operationType: 'terms',
  sourceField,
  isBucketed: true,
  scale: 'ordinal',
  params: {
    size,
    orderBy: { type: 'column', columnId: by },
    orderDirection: 'desc',
    otherBucket: false,
    missingBucket: false,
    parentFormat: { id: 'terms' },
  },
});

const LAYER = 'layer';

const lens = (title, description, kind, visualizationType, visualization, columns, query = '') => ({
  type: 'lens',
  title,
  attributes: {
    title,
    description,
    visualizationType,
    type: 'lens',
    references: [{ type: 'index-pattern', id: `windhover-${kind}`, name: `indexpattern-datasource-layer-${LAYER}` }],
    state: {
      visualization,
      query: { query, language: 'kuery' },
      filters: [],
      datasourceStates: {
        formBased: { layers: { [LAYER]: { columns, columnOrder: Object.keys(columns), incompleteColumns: {} } } },
        textBased: { layers: {} },
      },
      internalReferences: [],
      adHocDataViews: {},
    },
  },
});

const metric = (title, description, kind, column) =>
  lens(title, description, kind, 'lnsMetric', { layerId: LAYER, layerType: 'data', metricAccessor: 'value' }, { value: column });

const chart = (seriesType) => (title, description, kind, columns, query) => {
  const names = Object.keys(columns);
  const accessors = names.filter((name) => !columns[name].isBucketed);
  return lens(
    title,
    description,
    kind,
    'lnsXY',
    {
      preferredSeriesType: seriesType,
      layers: [
        {
          layerId: LAYER,
          layerType: 'data',
          seriesType,
          accessors,
          xAccessor: 'time',
          ...(names.includes('split') ? { splitAccessor: 'split' } : {}),
          position: 'top',
          showGridlines: false,
        },
      ],
      legend: { isVisible: true, position: 'right', legendSize: 'auto' },
      valueLabels: 'hide',
      fittingFunction: 'None',
      axisTitlesVisibilitySettings: { x: false, yLeft: false, yRight: true },
      tickLabelsVisibilitySettings: { x: true, yLeft: true, yRight: true },
      gridlinesVisibilitySettings: { x: true, yLeft: true, yRight: true },
      yLeftExtent: { mode: 'full' },
      yRightExtent: { mode: 'full' },
    },
    columns,
    query,
  );
};
const bars = chart('bar_stacked');
const lines = chart('line');

const table = (title, description, kind, columns, query) =>
  lens(
    title,
    description,
    kind,
    'lnsDatatable',
    {
      layerId: LAYER,
      layerType: 'data',
      columns: Object.keys(columns).map((columnId) => ({ columnId, isTransposed: false })),
      paging: { size: 10, enabled: true },
    },
    columns,
    query,
  );

const saved = (id) => ({ type: 'search', id });

// Each row is [height, [width, panel], ...]; the grid is 48 wide.
const place = (rows) => {
  const panels = [];
  const references = [];
  let y = 0;
  rows.forEach(([h, ...row]) => {
    let x = 0;
    row.forEach(([w, panel]) => {
      const i = String(panels.length + 1);
      const frame = { version: '8.11.0', type: panel.type, gridData: { x, y, w, h, i }, panelIndex: i };
      if (panel.type === 'lens') {
        panels.push({ ...frame, embeddableConfig: { attributes: panel.attributes, enhancements: {} }, title: panel.title });
        panel.attributes.references.forEach((one) => references.push({ ...one, name: `${i}:${one.name}` }));
      } else {
        panels.push({ ...frame, embeddableConfig: { enhancements: {} }, panelRefName: `panel_${i}` });
        references.push({ type: panel.type, id: panel.id, name: `${i}:panel_${i}` });
      }
      x += w;
    });
    y += h;
  });
  return { panels, references };
};

const control = (id, order, title, fieldName) => [
  id,
  {
    order,
    width: 'medium',
    grow: true,
    type: 'optionsListControl',
    explicitInput: { id, title, fieldName, enhancements: {} },
  },
];

const dashboard = (id, title, description, controls, rows) => {
  const { panels, references } = place(rows);
  return object(
    'dashboard',
    id,
    '8.7.0',
    {
      title,
      description,
      version: 1,
      timeRestore: true,
      timeFrom: 'now-24h',
      timeTo: 'now',
      refreshInterval: { pause: false, value: 60000 },
      optionsJSON: JSON.stringify({
        useMargins: true,
        syncColors: true,
        syncCursor: true,
        syncTooltips: false,
        hidePanelTitles: false,
      }),
      panelsJSON: JSON.stringify(panels),
      kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify(NOTHING) },
      controlGroupInput: {
        controlStyle: 'oneLine',
        chainingSystem: 'HIERARCHICAL',
        panelsJSON: JSON.stringify(Object.fromEntries(controls)),
        ignoreParentSettingsJSON: JSON.stringify({
          ignoreFilters: false,
          ignoreQuery: false,
          ignoreTimerange: false,
          ignoreValidations: false,
        }),
      },
    },
    [
      ...references,
      ...controls.map(([name]) => ({
        type: 'index-pattern',
        id: 'windhover-executions',
        name: `controlGroup_${name}:optionsListDataView`,
      })),
    ],
  );
};

const FAILED = 'state: "FAILED"';

const objects = [
  dataView('executions', 'executions', { durationMillis: duration }),
  dataView('task-runs', 'task runs', { durationMillis: duration }),
  dataView('logs', 'logs'),
  dataView('metrics', 'task metrics'),
  search(
    'windhover-latest-errors',
    'Windhover: latest errors and warnings',
    'Log lines of task runs, the latest first.',
    'logs',
    'level: "ERROR" or level: "WARN"',
    ['level', 'namespace', 'flowId', 'taskId', 'attempt', 'message', 'executionId'],
  ),
  search(
    'windhover-failed-executions',
    'Windhover: executions that failed',
    'The latest first, with the reason.',
    'executions',
    FAILED,
    ['namespace', 'flowId', 'id', 'durationMillis', 'error', 'labelPairs'],
  ),
  dashboard(
    'windhover-executions',
    'Windhover: executions and logs',
    'How executions end, how long they take, which flows fail, and what they logged.',
    [control('namespace', 0, 'Namespace', 'namespace'), control('flow', 1, 'Flow', 'flowId')],
    [
      [
        7,
        [12, metric('Executions', 'Created in the range. Bad: fewer than usual.', 'executions', count('Executions'))],
        [12, metric('Failed', 'Of them, those that ended as FAILED. Bad: any.', 'executions', count('Failed', FAILED))],
        [
          12,
          metric(
            'Duration (p95)',
            'All but 5 % of the executions took at most as long. Bad: more than usual.',
            'executions',
            percentile('Duration (p95)', 'durationMillis', 95),
          ),
        ],
        [
          12,
          metric(
            'Attempts that failed',
            'Of the task runs; retries hide them from the executions. Bad: more than usual.',
            'task-runs',
            of('sum', 'Attempts that failed', 'failures'),
          ),
        ],
      ],
      [
        13,
        [
          24,
          bars('Executions by state', 'By the time of their creation. Bad: FAILED; RUNNING long ago.', 'executions', {
            split: top('State', 'state', 'count'),
            time: time(),
            count: count('Executions'),
          }),
        ],
        [
          24,
          bars(
            'Failures by flow',
            'Executions that ended as FAILED, of the ten flows with the most. Bad: any.',
            'executions',
            { split: top('Flow', 'flowId', 'count'), time: time(), count: count('Failed') },
            FAILED,
          ),
        ],
      ],
      [
        13,
        [
          24,
          lines('Duration of executions', 'From creation to end. Bad: it grows.', 'executions', {
            time: time(),
            p50: percentile('p50', 'durationMillis', 50),
            p95: percentile('p95', 'durationMillis', 95),
            p99: percentile('p99', 'durationMillis', 99),
          }),
        ],
        [
          24,
          lines(
            'Duration of task runs (p95), by type',
            'From the first dispatch to the end, retries included. Bad: it grows.',
            'task-runs',
            { split: top('Task type', 'taskType', 'p95'), time: time(), p95: percentile('p95', 'durationMillis', 95) },
          ),
        ],
      ],
      [
        14,
        [
          24,
          table('The slowest flows', 'By the p95 of their executions. Bad: far above the mean.', 'executions', {
            namespace: top('Namespace', 'namespace', 'p95', 20),
            flow: top('Flow', 'flowId', 'p95', 20),
            count: count('Executions'),
            failed: count('Failed', FAILED),
            mean: of('average', 'Mean', 'durationMillis'),
            p95: percentile('p95', 'durationMillis', 95),
          }),
        ],
        [
          24,
          table('The tasks that fail most', 'Task runs that ended as FAILED. Bad: what is not an allowed failure.', 'task-runs', {
            namespace: top('Namespace', 'namespace', 'failed', 20),
            flow: top('Flow', 'flowId', 'failed', 20),
            task: top('Task', 'taskId', 'failed', 20),
            failed: count('Failed', FAILED),
            attempts: of('sum', 'Attempts that failed', 'failures'),
          }),
        ],
      ],
      [
        13,
        [
          24,
          bars('Log lines by level', 'What task runs logged. Bad: ERROR; a flow that logs without end.', 'logs', {
            split: top('Level', 'level', 'count'),
            time: time(),
            count: count('Lines'),
          }),
        ],
        [
          24,
          bars('Values of task metrics', 'How many values tasks published, by metric. Bad: a metric that falls silent.', 'metrics', {
            split: top('Metric', 'name', 'count'),
            time: time(),
            count: count('Values'),
          }),
        ],
      ],
      [18, [48, saved('windhover-latest-errors')]],
      [16, [48, saved('windhover-failed-executions')]],
    ],
  ),
];

const made = objects.map((one) => `${JSON.stringify(one)}\n`).join('');

if (process.argv.includes('--check')) {
  if (fs.readFileSync(FILE, 'utf8') !== made) {
    console.error('windhover.ndjson is not what generate.js makes: node generate.js');
    process.exitCode = 1;
  }
} else {
  fs.writeFileSync(FILE, made);
}
