const { lines, figure } = require('../lib/panels');
const {
  METRICS, FLOW, count, avg, max, sum, percentiles, overTime, terms, whole, ask, documents, list, api, execution, flow, pick,
  fieldValues, board,
} = require('../lib/elastic');

const CHOSEN = `${FLOW} AND name:$metric`;
const TIMERS = `${CHOSEN} AND kind:TIMER`;
const COUNTERS = `${CHOSEN} AND kind:COUNTER`;
const all = { datasource: METRICS, route: api('/api/executions') };
const flows = [['namespace', 'Namespace'], ['flowId', 'Flow', { links: flow }]];

module.exports = board({
  uid: 'windhover-task-metrics',
  title: 'Windhover / Task metrics',
  tells: 'What tasks measured themselves, value by value, as the repository in Elasticsearch keeps it with each attempt.',
  sources: [pick('metrics', 'Metrics', 'metrics')],
  filters: [
    fieldValues('namespace', 'Namespace', METRICS, 'namespace'),
    fieldValues('flow', 'Flow', METRICS, 'flowId', 'namespace:$namespace'),
    fieldValues('metric', 'Metric', METRICS, 'name', 'namespace:$namespace AND flowId:$flow'),
  ],
  rows: [
    [
      'In the range',
      figure({
        ...all,
        title: 'Values',
        tells: 'That tasks published. Bad: none, where tasks with metrics run.',
        queries: [ask({ query: CHOSEN, metrics: [count], by: [whole()] })],
        decimals: 0,
        still: true,
        w: 6,
      }),
      figure({
        ...all,
        title: 'Sum of the counters',
        tells: 'Of the metrics that are chosen: choose one. Bad: more than usual.',
        queries: [ask({ query: COUNTERS, metrics: [sum('value')], by: [whole()] })],
        unit: 'short',
        still: true,
        w: 6,
      }),
      figure({
        ...all,
        title: 'Timers',
        tells: 'Half of the durations, and all but 5 %, were at most as long. Bad: more than usual.',
        queries: [ask({ query: TIMERS, metrics: [percentiles('value', 50, 95)], by: [whole()] })],
        unit: 's',
        still: true,
        w: 6,
      }),
      figure({
        ...all,
        title: 'The longest of the timers',
        tells: 'Of the range that is looked at. Bad: at the timeout of the task.',
        queries: [ask({ query: TIMERS, metrics: [max('value')], by: [whole()] })],
        unit: 's',
        still: true,
        w: 6,
      }),
    ],
    [
      'Over time',
      lines({
        ...all,
        title: 'Counters',
        tells: 'The sum of what attempts counted, by metric. Bad: more than usual.',
        queries: [ask({ query: COUNTERS, metrics: [sum('value')], by: [terms('name'), overTime()], alias: '{{term name}}' })],
        unit: 'short',
        bars: true,
        stacked: true,
        min: 0,
      }),
      lines({
        ...all,
        title: 'Timers (p95)',
        tells: 'All but 5 % of the durations were at most as long, by metric. Bad: it grows.',
        queries: [
          ask({ query: TIMERS, metrics: [percentiles('value', 95)], by: [terms('name'), overTime()], alias: '{{term name}}' }),
        ],
        unit: 's',
        min: 0,
      }),
      lines({
        ...all,
        title: 'Values, by metric',
        tells: 'How many values tasks published. Bad: a metric that falls silent.',
        queries: [ask({ query: CHOSEN, metrics: [count], by: [terms('name'), overTime()], alias: '{{term name}}' })],
        bars: true,
        stacked: true,
        min: 0,
      }),
      lines({
        ...all,
        title: 'Timers (mean), by tags',
        tells: 'The ten most frequent tags. Bad: one tag that is much slower than the others.',
        queries: [
          ask({ query: TIMERS, metrics: [avg('value')], by: [terms('tagPairs'), overTime()], alias: '{{term tagPairs}}' }),
        ],
        unit: 's',
        min: 0,
      }),
      lines({
        ...all,
        title: 'Counters, by flow',
        tells: 'The sum of what attempts counted, of the ten flows with the most values. Bad: one that counts without end.',
        queries: [
          ask({
            query: COUNTERS,
            metrics: [sum('value')],
            by: [terms('namespace'), terms('flowId'), overTime()],
            alias: '{{term namespace}}/{{term flowId}}',
          }),
        ],
        unit: 'short',
        bars: true,
        stacked: true,
        min: 0,
      }),
      lines({
        ...all,
        title: 'Timers (p95), by flow',
        tells: 'Of the ten flows with the most values. Bad: one that is much slower than it was.',
        queries: [
          ask({
            query: TIMERS,
            metrics: [percentiles('value', 95)],
            by: [terms('namespace'), terms('flowId'), overTime()],
            alias: '{{term namespace}}/{{term flowId}}',
          }),
        ],
        unit: 's',
        min: 0,
      }),
    ],
    [
      'Which',
      list({
        ...all,
        title: 'Metrics',
        tells: 'Each metric with its values in the range; those of counters add up, those of timers are seconds. Bad: a maximum far above the mean.',
        queries: [
          ask({
            query: CHOSEN,
            metrics: [count, sum('value'), avg('value'), max('value')],
            by: [terms('taskType', 50), terms('name', 50), terms('kind', 5)],
          }),
        ],
        columns: [
          ['taskType', 'Task type'],
          ['name', 'Metric'],
          ['kind', 'Kind'],
          ['Count', 'Values'],
          ['Sum', 'Sum', { unit: 'short' }],
          ['Average', 'Mean', { unit: 'short' }],
          ['Max', 'Largest', { unit: 'short' }],
        ],
        sort: 'Values',
      }),
      list({
        ...all,
        title: 'Metrics of flows',
        tells: 'Which flow and task they come from; a row leads to the dashboard of the flow. Bad: a task with far more values than the others.',
        queries: [
          ask({
            query: CHOSEN,
            metrics: [count, sum('value'), avg('value')],
            by: [terms('namespace', 20), terms('flowId', 50), terms('taskId', 20), terms('name', 20)],
          }),
        ],
        columns: [
          ...flows,
          ['taskId', 'Task'],
          ['name', 'Metric'],
          ['Count', 'Values'],
          ['Sum', 'Sum', { unit: 'short' }],
          ['Average', 'Mean', { unit: 'short' }],
        ],
        sort: 'Values',
      }),
      list({
        ...all,
        title: 'The latest values',
        tells: 'As the attempts published them. The id leads to the execution. Bad: values that make no sense for their tags.',
        queries: [documents(CHOSEN, 100)],
        columns: [
          ['@timestamp', 'At', { width: 190 }],
          ['namespace', 'Namespace', { width: 140 }],
          ['flowId', 'Flow', { links: flow, width: 160 }],
          ['taskId', 'Task', { width: 140 }],
          ['attempt', 'Attempt', { width: 90 }],
          ['name', 'Metric', { width: 180 }],
          ['kind', 'Kind', { width: 100 }],
          ['value', 'Value', { width: 110 }],
          ['tagPairs', 'Tags'],
          ['executionId', 'Execution', { links: execution('executionId'), width: 260 }],
        ],
        w: 24,
      }),
    ],
  ],
});
