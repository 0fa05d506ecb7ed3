const { lines, figure, thresholds, ENDS } = require('../lib/panels');
const {
  EXECUTIONS, TASK_RUNS, FLOW, count, avg, max, sum, percentiles, overTime, terms, whole, ask, documents, list, api, execution,
  logs, flow, pick, fieldValues, board,
} = require('../lib/elastic');

const COLORS = [...ENDS, ['RUNNING', 'blue']];
const all = api('/api/executions');
const failures = api('/api/executions?state=FAILED');
const ofExecutions = { datasource: EXECUTIONS };
const ofTaskRuns = { datasource: TASK_RUNS, route: all };
const FAILED = `${FLOW} AND state:FAILED`;
const flows = [['namespace', 'Namespace'], ['flowId', 'Flow', { links: flow }]];

const figureOf = (query, ...metrics) => [ask({ query, metrics, by: [whole()] })];

module.exports = board({
  uid: 'windhover-executions',
  title: 'Windhover / Executions',
  tells: 'What the repository in Elasticsearch knows of executions and task runs: how they ended, how long they took, which failed.',
  sources: [pick('executions', 'Executions', 'executions'), pick('task_runs', 'Task runs', 'task.runs')],
  filters: [
    fieldValues('namespace', 'Namespace', EXECUTIONS, 'namespace'),
    fieldValues('flow', 'Flow', EXECUTIONS, 'flowId', 'namespace:$namespace'),
  ],
  rows: [
    [
      'In the range',
      figure({
        ...ofExecutions,
        title: 'Executions',
        tells: 'Created in the range that is looked at. Bad: fewer than usual.',
        route: all,
        queries: figureOf(FLOW, count),
        decimals: 0,
        still: true,
      }),
      figure({
        ...ofExecutions,
        title: 'Failed',
        tells: 'Of them, those that ended as FAILED. Bad: any; the latest are in the table at the end.',
        route: failures,
        queries: figureOf(FAILED, count),
        decimals: 0,
        still: true,
        limits: thresholds([[1, 'red']]),
      }),
      figure({
        ...ofExecutions,
        title: 'Not ended',
        tells: 'Of them, those that have not ended yet. Bad: many, where the flows are short.',
        route: api('/api/executions?state=RUNNING'),
        queries: figureOf(`${FLOW} AND state:(CREATED OR QUEUED OR RUNNING OR PAUSED OR RETRYING)`, count),
        decimals: 0,
        still: true,
      }),
      figure({
        ...ofExecutions,
        title: 'Duration',
        tells: 'Half of the executions, and all but 5 %, took at most as long. Bad: more than usual.',
        route: all,
        queries: figureOf(FLOW, percentiles('durationMillis', 50, 95)),
        unit: 'ms',
        still: true,
      }),
      figure({
        ...ofTaskRuns,
        title: 'Task runs',
        tells: 'Of executions of these flows. Bad: many more than the flows have tasks.',
        queries: figureOf(FLOW, count),
        decimals: 0,
        still: true,
      }),
      figure({
        ...ofTaskRuns,
        title: 'Attempts that failed',
        tells: 'Of these task runs; retries hide them from the executions. Bad: more than usual.',
        queries: figureOf(FLOW, sum('failures')),
        decimals: 0,
        still: true,
        limits: thresholds([[1, 'orange']]),
      }),
    ],
    [
      'Executions',
      lines({
        ...ofExecutions,
        title: 'Executions by state',
        tells: 'By the time of their creation. Bad: FAILED; RUNNING long ago.',
        route: all,
        queries: [ask({ query: FLOW, metrics: [count], by: [terms('state'), overTime()], alias: '{{term state}}' })],
        bars: true,
        stacked: true,
        min: 0,
        colors: COLORS,
      }),
      lines({
        ...ofExecutions,
        title: 'Share of the states',
        tells: 'The same in parts of all. Bad: FAILED above 1 %, the objective.',
        route: all,
        queries: [ask({ query: FLOW, metrics: [count], by: [terms('state'), overTime()], alias: '{{term state}}' })],
        bars: true,
        percent: true,
        colors: COLORS,
      }),
      lines({
        ...ofExecutions,
        title: 'Duration',
        tells: 'From creation to end: half, all but 5 % and all but 1 % of the executions took at most as long. Bad: it grows.',
        route: all,
        queries: [ask({ query: FLOW, metrics: [percentiles('durationMillis', 50, 95, 99)], by: [overTime()], alias: '{{metric}}' })],
        unit: 'ms',
        min: 0,
      }),
      lines({
        ...ofExecutions,
        title: 'Executions, by flow',
        tells: 'Of the ten flows with the most. Bad: one that takes all, or falls silent.',
        route: all,
        queries: [
          ask({
            query: FLOW,
            metrics: [count],
            by: [terms('namespace'), terms('flowId'), overTime()],
            alias: '{{term namespace}}/{{term flowId}}',
          }),
        ],
        bars: true,
        stacked: true,
        min: 0,
      }),
      lines({
        ...ofExecutions,
        title: 'Failures, by flow',
        tells: 'Of the ten flows with the most. Bad: any.',
        route: failures,
        queries: [
          ask({
            query: FAILED,
            metrics: [count],
            by: [terms('namespace'), terms('flowId'), overTime()],
            alias: '{{term namespace}}/{{term flowId}}',
          }),
        ],
        bars: true,
        stacked: true,
        min: 0,
      }),
      list({
        ...ofExecutions,
        title: 'Labels',
        tells: 'Executions by label, the most frequent first. Bad: a label that is missing.',
        route: all,
        queries: [ask({ query: FLOW, metrics: [count], by: [terms('labelPairs', 50)] })],
        columns: [['labelPairs', 'Label'], ['Count', 'Executions']],
        w: 8,
        h: 8,
      }),
    ],
    [
      'Flows',
      list({
        ...ofExecutions,
        title: 'The slowest flows',
        tells: 'By the mean duration of their executions. A row leads to the dashboard of the flow. Bad: a maximum far above the mean.',
        route: all,
        queries: [
          ask({
            query: FLOW,
            metrics: [avg('durationMillis'), max('durationMillis'), count],
            by: [terms('namespace', 50), terms('flowId', 50, '1')],
          }),
        ],
        columns: [
          ...flows,
          ['Average', 'Mean', { unit: 'ms' }],
          ['Max', 'Longest', { unit: 'ms' }],
          ['Count', 'Executions'],
        ],
        sort: 'Mean',
      }),
      list({
        ...ofExecutions,
        title: 'The flows that fail most',
        tells: 'Executions that ended as FAILED. A row leads to the dashboard of the flow. Bad: any.',
        route: failures,
        queries: [ask({ query: FAILED, metrics: [count], by: [terms('namespace', 50), terms('flowId', 50)] })],
        columns: [...flows, ['Count', 'Failed', { limits: thresholds([[1, 'red']]) }]],
        sort: 'Failed',
      }),
    ],
    [
      'Task runs',
      lines({
        ...ofTaskRuns,
        title: 'Task runs, by type',
        tells: 'By the time of their first dispatch. Bad: a type that falls silent.',
        queries: [ask({ query: FLOW, metrics: [count], by: [terms('taskType'), overTime()], alias: '{{term taskType}}' })],
        bars: true,
        stacked: true,
        min: 0,
      }),
      lines({
        ...ofTaskRuns,
        title: 'Duration of task runs (p95), by type',
        tells: 'From the first dispatch to the end, retries included. Bad: it grows.',
        queries: [
          ask({ query: FLOW, metrics: [percentiles('durationMillis', 95)], by: [terms('taskType'), overTime()], alias: '{{term taskType}}' }),
        ],
        unit: 'ms',
        min: 0,
      }),
      list({
        ...ofTaskRuns,
        title: 'The tasks that fail most',
        tells: 'Task runs that ended as FAILED; allowed failures are among them. Bad: any that is not allowed.',
        queries: [ask({ query: FAILED, metrics: [count], by: [terms('namespace', 50), terms('flowId', 50), terms('taskId', 50)] })],
        columns: [...flows, ['taskId', 'Task'], ['Count', 'Failed', { limits: thresholds([[1, 'red']]) }]],
        sort: 'Failed',
        w: 8,
        h: 8,
      }),
      list({
        ...ofTaskRuns,
        title: 'The slowest tasks',
        tells: 'By the mean duration of their task runs. Bad: one that takes most of its flow.',
        queries: [
          ask({
            query: FLOW,
            metrics: [avg('durationMillis'), max('durationMillis'), count],
            by: [terms('namespace', 20), terms('flowId', 20), terms('taskId', 20, '1')],
          }),
        ],
        columns: [
          ...flows,
          ['taskId', 'Task'],
          ['Average', 'Mean', { unit: 'ms' }],
          ['Max', 'Longest', { unit: 'ms' }],
          ['Count', 'Task runs'],
        ],
        sort: 'Mean',
      }),
      list({
        ...ofTaskRuns,
        title: 'The tasks that are tried most',
        tells: 'By the mean number of attempts that were needed. Bad: above 1 for long: what the task talks to is not well.',
        queries: [
          ask({
            query: FLOW,
            metrics: [avg('attempt'), max('attempt'), sum('failures')],
            by: [terms('namespace', 20), terms('flowId', 20), terms('taskId', 20, '1')],
          }),
        ],
        columns: [
          ...flows,
          ['taskId', 'Task'],
          ['Average', 'Mean attempts', { decimals: 2 }],
          ['Max', 'Most'],
          ['Sum', 'Attempts that failed'],
        ],
        sort: 'Mean attempts',
      }),
    ],
    [
      'The latest failures',
      list({
        ...ofExecutions,
        title: 'Executions that failed',
        tells: 'The latest first, with the reason. The id leads to the execution and its log. Bad: the same reason again and again.',
        route: failures,
        queries: [documents(FAILED)],
        columns: [
          ['@timestamp', 'Created', { width: 190 }],
          ['namespace', 'Namespace', { width: 140 }],
          ['flowId', 'Flow', { links: flow, width: 160 }],
          ['id', 'Execution', { links: [execution('id'), logs('id')], width: 260 }],
          ['durationMillis', 'Took', { unit: 'ms', width: 110 }],
          ['error', 'Error'],
        ],
        w: 24,
      }),
      list({
        ...ofTaskRuns,
        title: 'Task runs that failed',
        tells: 'The latest first, with the reason. Bad: what is not an allowed failure.',
        queries: [documents(FAILED)],
        columns: [
          ['@timestamp', 'First dispatched', { width: 190 }],
          ['namespace', 'Namespace', { width: 140 }],
          ['flowId', 'Flow', { links: flow, width: 160 }],
          ['taskId', 'Task', { width: 140 }],
          ['taskType', 'Type', { width: 100 }],
          ['attempt', 'Attempts', { width: 90 }],
          ['executionId', 'Execution', { links: [execution('executionId'), logs('executionId')], width: 260 }],
          ['error', 'Error'],
        ],
        w: 24,
      }),
    ],
  ],
});
