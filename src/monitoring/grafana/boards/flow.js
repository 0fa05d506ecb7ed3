const { board, oneFlow } = require('../lib/board');
const { route, ofSeries } = require('../lib/links');
const { lines, figure, bars, thresholds, floor } = require('../lib/panels');
const { FLOW, rates, gauge, mean, longest, failed, grown, budgetLeft } = require('../lib/promql');

const filter = '?namespace=${namespace}&flowId=${flow}';
const worker = route('worker', `/worker${filter}`);
const scheduler = route('scheduler', `/scheduler${filter}`);
const executor = route('executor', '/executor');
const indexer = route('indexer', '/indexer');

const ENDED = 'executor_execution_end_count_total';
const COLORS = [['SUCCESS', 'green'], ['WARNING', 'yellow'], ['FAILED', 'red'], ['KILLED', 'purple']];

module.exports = board({
  uid: 'windhover-flow',
  title: 'Windhover / Flow',
  tells: 'All about one flow: does it fire, end well, take as long as usual, wait for workers.',
  filters: oneFlow(),
  rows: [
    [
      'Now',
      figure({
        title: 'Ended',
        tells: 'Executions that ended within the range that is looked at. Bad: none where the flow should run.',
        route: executor,
        queries: [[grown('', ENDED, FLOW)]],
        decimals: 0,
        still: true,
      }),
      figure({
        title: 'Failed',
        tells: 'Of them, those that ended as FAILED. Bad: any.',
        route: executor,
        queries: [[grown('', ENDED, `${FLOW}, state="FAILED"`)]],
        decimals: 0,
        still: true,
        limits: thresholds([[0.5, 'red']]),
      }),
      figure({
        title: 'Error budget left',
        tells: 'Of the 1 % of its executions that may fail in the range. Bad: near 0; below, the objective of 99 % is missed.',
        route: executor,
        queries: [[budgetLeft('', FLOW)]],
        unit: 'percentunit',
        still: true,
        limits: floor([[0, 'orange'], [0.25, 'green']]),
      }),
      figure({
        title: 'In flight',
        tells: 'Executions that have not ended. Bad: it only grows.',
        route: executor,
        queries: [[gauge('sum', '', 'executor_executions_running', FLOW)]],
        decimals: 0,
      }),
      figure({
        title: 'Mean duration',
        tells: 'Of the executions that ended lately, from creation to end. Bad: more than usual.',
        route: executor,
        queries: [[mean('', 'executor_execution_duration', FLOW)]],
        unit: 's',
      }),
      figure({
        title: 'Attempts that run',
        tells: 'On all workers. Bad: none while executions are in flight: they wait.',
        route: worker,
        queries: [[gauge('sum', '', 'worker_running_count', FLOW)]],
        decimals: 0,
      }),
    ],
    [
      'Executions',
      lines({
        title: 'Executions by their end',
        tells: 'Per second, by state. Bad: FAILED; KILLED where nobody killed.',
        route: executor,
        queries: [[rates('state', ENDED, FLOW), '{{state}}']],
        unit: 'suffix:/s',
        stacked: true,
        min: 0,
        colors: COLORS,
      }),
      lines({
        title: 'Duration',
        tells: 'From creation to end: mean, and the longest of the last minutes. Bad: it grows while the flow is the same.',
        route: executor,
        queries: [
          [mean('', 'executor_execution_duration', FLOW), 'mean'],
          [longest('', 'executor_execution_duration', FLOW), 'longest'],
        ],
        unit: 's',
        min: 0,
      }),
      lines({
        title: 'Start, end and in flight',
        tells: 'Executions per second, and those that have not ended. Bad: more start than end, and in flight grows.',
        route: executor,
        queries: [
          [rates('', 'executor_execution_started_count_total', FLOW), 'start per second'],
          [rates('', ENDED, FLOW), 'end per second'],
          [gauge('sum', '', 'executor_executions_running', FLOW), 'in flight'],
        ],
        unit: 'short',
        min: 0,
      }),
    ],
    [
      'Task runs',
      lines({
        title: 'Attempts by their end, by type of task',
        tells: 'Per second. Bad: FAILED.',
        route: worker,
        queries: [[rates('task_type, state', 'worker_ended_count_total', FLOW), '{{task_type}} {{state}}']],
        unit: 'suffix:/s',
        stacked: true,
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Duration of attempts, by type of task',
        tells: 'Mean and longest of those that ended on a worker. Bad: it grows: what the task talks to is slow.',
        route: worker,
        queries: [
          [mean('task_type', 'worker_ended_duration', FLOW), 'mean {{task_type}}'],
          [longest('task_type', 'worker_ended_duration', FLOW), 'longest {{task_type}}'],
        ],
        unit: 's',
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Wait for a worker',
        tells: 'From the dispatch of a job to its start: mean, and the longest of the last minutes. Bad: seconds: all slots are in use.',
        route: worker,
        queries: [
          [mean('', 'worker_queued_duration', FLOW), 'mean'],
          [longest('', 'worker_queued_duration', FLOW), 'longest'],
        ],
        unit: 's',
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Retries',
        tells: 'Attempts per second that were not the first, by type of task. Bad: more than usual.',
        route: worker,
        queries: [[rates('task_type', 'worker_retried_count_total', FLOW), '{{task_type}}']],
        unit: 'suffix:/s',
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Task runs by their end',
        tells: 'Per second, as the executor counts them: with all of their attempts. Bad: FAILED.',
        route: executor,
        queries: [[rates('state', 'executor_taskrun_ended_count_total', FLOW), '{{state}}']],
        unit: 'suffix:/s',
        stacked: true,
        min: 0,
        colors: COLORS,
        w: 6,
      }),
      lines({
        title: 'Share of attempts that failed, by type of task',
        tells: 'Of the attempts that ended. Bad: one type alone: what it talks to is away.',
        route: worker,
        queries: [[failed('task_type', 'worker_ended_count_total', FLOW), '{{task_type}}']],
        unit: 'percentunit',
        min: 0,
        max: 1,
        w: 6,
      }),
      lines({
        title: 'Attempts that run, by instance',
        tells: 'Which workers run it. A click leads to them. Bad: one of them holds all.',
        route: worker,
        links: ofSeries(`/worker${filter}`),
        queries: [[gauge('sum', 'instance', 'worker_running_count', FLOW), '{{instance}}']],
        decimals: 0,
        stacked: true,
        min: 0,
        w: 6,
      }),
      bars({
        title: 'Attempts in the range, by type of task',
        tells: 'What the flow is made of. Bad: many more than executions: retries.',
        route: worker,
        queries: [[grown('task_type', 'worker_started_count_total', FLOW), '{{task_type}}']],
        decimals: 0,
        min: 0,
        w: 6,
      }),
    ],
    [
      'Triggers and documents',
      lines({
        title: 'Fires',
        tells: 'Executions that its triggers started, per second, by type. Bad: none where a schedule is due. A flow without triggers shows nothing.',
        route: scheduler,
        queries: [[rates('trigger_type', 'scheduler_trigger_count_total', FLOW), '{{trigger_type}}']],
        unit: 'suffix:/s',
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Delay of fires',
        tells: 'From the planned date to the fire: mean, and the longest of the last minutes. Bad: above a second or two.',
        route: scheduler,
        queries: [
          [mean('', 'scheduler_trigger_delay', FLOW), 'mean'],
          [longest('', 'scheduler_trigger_delay', FLOW), 'longest'],
        ],
        unit: 's',
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Missed dates, by reason',
        tells: 'Planned dates per second that passed without an execution. Bad: any reason but paused.',
        route: scheduler,
        queries: [[rates('reason', 'scheduler_trigger_missed_total', FLOW), '{{reason}}']],
        unit: 'suffix:/s',
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Documents',
        tells: 'Of the flow, that the repository acknowledged, per second, by index. Bad: none while it runs.',
        route: indexer,
        queries: [[rates('index', 'indexer_count_total', FLOW), '{{index}}']],
        unit: 'suffix:/s',
        stacked: true,
        min: 0,
        w: 6,
      }),
    ],
  ],
});
