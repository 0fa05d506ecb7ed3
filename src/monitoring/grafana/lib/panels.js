// The kinds of panels, each with what all of its kind have in common. A panel is
// {title, tells, route, queries, ...}: `tells` says what it shows and what is bad, `route` is the link in its corner.
const common = require('@grafana/grafana-foundation-sdk/common');
const dashboard = require('@grafana/grafana-foundation-sdk/dashboard');
const prometheus = require('@grafana/grafana-foundation-sdk/prometheus');
const bargauge = require('@grafana/grafana-foundation-sdk/bargauge');
const stat = require('@grafana/grafana-foundation-sdk/stat');
const statetimeline = require('@grafana/grafana-foundation-sdk/statetimeline');
const table = require('@grafana/grafana-foundation-sdk/table');
const timeseries = require('@grafana/grafana-foundation-sdk/timeseries');

const source = (variable, type) => ({ type, uid: `\${${variable}}` });
const PROMETHEUS = source('datasource', 'prometheus');

// [[value, colour], ...]: the colour from this value on; what is below the first is green.
const thresholds = (steps) =>
  new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([{ value: null, color: 'green' }, ...steps.map(([value, color]) => ({ value, color }))]);

// Good above, bad below.
const floor = (steps) =>
  new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([{ value: null, color: 'red' }, ...steps.map(([value, color]) => ({ value, color }))]);

const refId = (index) => String.fromCharCode(65 + index);

const query = ([expr, legend], index) =>
  new prometheus.DataqueryBuilder()
    .refId(refId(index))
    .datasource(PROMETHEUS)
    .editorMode(prometheus.QueryEditorMode.Code)
    .expr(expr)
    .legendFormat(legend ?? '__auto');

const overTime = (one, index) => query(one, index).range();
const now = (one, index) => query(one, index).instant();
const rows = (one, index) => now(one, index).format(prometheus.PromQueryFormat.Table);

const withCommon = (panel, { title, tells, route, unit, decimals, min, max, noValue, datasource, links, limits, interval }, w, h) => {
  panel
    .title(title)
    .description(tells)
    .links(route ? [].concat(route) : [])
    .datasource(datasource ?? PROMETHEUS)
    .span(w)
    .height(h)
    .noValue(noValue ?? '–')
    .unit(unit ?? 'none')
    .thresholds(limits ?? thresholds([]));
  if (decimals !== undefined) panel.decimals(decimals);
  if (min !== undefined) panel.min(min);
  if (max !== undefined) panel.max(max);
  if (interval !== undefined) panel.interval(interval);
  if (links !== undefined) panel.dataLinks([].concat(links));
  return panel;
};

const color = (mode) => new dashboard.FieldColorBuilder().mode(mode);

// Targets of Elasticsearch come ready made (elastic.js); those of Prometheus as [expression, legend].
const targets = ({ queries, datasource }, make) =>
  queries.map((one, index) => (Array.isArray(one) ? make(one, index) : one.at(refId(index)).datasource(datasource)));

const lines = (it) => {
  const panel = withCommon(new timeseries.PanelBuilder(), it, it.w ?? 8, it.h ?? 8)
    .targets(targets(it, overTime))
    .colorScheme(color('palette-classic'))
    .drawStyle(it.bars ? common.GraphDrawStyle.Bars : common.GraphDrawStyle.Line)
    .lineWidth(1)
    .fillOpacity(it.stacked ? 30 : it.bars ? 60 : 8)
    .showPoints(common.VisibilityMode.Never)
    .spanNulls(false)
    .stacking(
      new common.StackingConfigBuilder()
        .mode(it.percent ? common.StackingMode.Percent : it.stacked ? common.StackingMode.Normal : common.StackingMode.None)
        .group('A'),
    )
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(it.calcs ?? ['lastNotNull']),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  if (it.limits !== undefined) {
    panel.thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
    );
  }
  (it.colors ?? []).forEach(([name, fixed]) =>
    panel.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor: fixed } }]),
  );
  return panel;
};

const figure = (it) =>
  withCommon(new stat.PanelBuilder(), it, it.w ?? 4, it.h ?? 4)
    .targets(targets(it, overTime))
    .colorScheme(color('thresholds'))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(it.still ? common.BigValueGraphMode.None : common.BigValueGraphMode.Area)
    .textMode(common.BigValueTextMode.Auto)
    .justifyMode(common.BigValueJustifyMode.Auto)
    .orientation(common.VizOrientation.Auto)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs([it.reduce ?? 'lastNotNull']).fields('').values(false));

const bars = (it) =>
  withCommon(new bargauge.PanelBuilder(), it, it.w ?? 8, it.h ?? 8)
    .targets(targets(it, now))
    .colorScheme(color('thresholds'))
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .orientation(common.VizOrientation.Horizontal)
    .showUnfilled(true)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false));

// `states` is {value: [text, colour]}.
const timeline = (it) =>
  withCommon(new statetimeline.PanelBuilder(), it, it.w ?? 12, it.h ?? 8)
    .targets(targets(it, overTime))
    .colorScheme(color('thresholds'))
    .mappings([
      {
        type: dashboard.MappingType.ValueToText,
        options: Object.fromEntries(
          Object.entries(it.states).map(([value, [text, shade]], index) => [value, { text, color: shade, index }]),
        ),
      },
    ])
    .mergeValues(true)
    .showValue(common.VisibilityMode.Auto)
    .alignValue(common.TimelineValueAlignment.Left)
    .rowHeight(0.9)
    .fillOpacity(80)
    .lineWidth(0)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Single).sort(common.SortOrder.None));

// A table of instant values: `columns` is [[expression, heading, {unit, limits, links}], ...], joined by the labels that they
// share; `labels` is [[label, heading, links], ...] in the order of the columns.
const list = (it) => {
  const panel = withCommon(new table.PanelBuilder(), it, it.w ?? 24, it.h ?? 9)
    .targets(it.columns.map(([expr], index) => rows([expr], index)))
    .colorScheme(color('thresholds'))
    .filterable(true)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true, ...Object.fromEntries((it.without ?? []).map((label) => [label, true])) },
        indexByName: Object.fromEntries(it.labels.map(([label], index) => [label, index])),
        includeByName: {},
        renameByName: {},
      },
    });
  it.labels.forEach(([label, heading, links]) =>
    panel.overrideByName(label, [
      { id: 'displayName', value: heading },
      ...(links ? [{ id: 'links', value: [].concat(links).map((one) => one.build()) }] : []),
    ]),
  );
  it.columns.forEach(([, heading, { unit, decimals, limits } = {}], index) =>
    panel.overrideByName(it.columns.length > 1 ? `Value #${refId(index)}` : 'Value', [
      { id: 'displayName', value: heading },
      ...(unit ? [{ id: 'unit', value: unit }] : []),
      ...(decimals !== undefined ? [{ id: 'decimals', value: decimals }] : []),
      ...(limits
        ? [
            { id: 'thresholds', value: limits.build() },
            { id: 'custom.cellOptions', value: { type: 'color-text' } },
          ]
        : []),
    ]),
  );
  return panel.sortBy([
    new common.TableSortByFieldStateBuilder().displayName(it.sort ?? it.columns[0][1]).desc(true),
  ]);
};

// How executions, task runs and attempts end.
const ENDS = [['SUCCESS', 'green'], ['WARNING', 'yellow'], ['FAILED', 'red'], ['KILLED', 'purple']];

module.exports = { PROMETHEUS, ENDS, source, thresholds, floor, color, lines, figure, bars, timeline, list, withCommon, refId };
