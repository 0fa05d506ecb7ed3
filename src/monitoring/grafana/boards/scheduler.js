const { board, anyFlow } = require('../lib/board');
const { route, ofSeries, flowOfSeries, flowOfRow } = require('../lib/links');
const { lines, figure, list, thresholds } = require('../lib/panels');
const { FLOW, INSTANCE, rates, gauge, mean, longest, grown, top } = require('../lib/promql');

const scheduler = route('scheduler', '/scheduler');

module.exports = board({
  uid: 'windhover-scheduler',
  title: 'Windhover / Scheduler',
  tells: 'Do triggers fire, and in time: lateness, delays, missed dates, evaluations of polling triggers.',
  filters: anyFlow(),
  role: 'scheduler',
  rows: [
    [
      'Now',
      figure({
        title: 'Latest trigger',
        tells: 'For how long the date of the latest trigger has passed. Bad: more than a few ticks (a tick is 0.5 s).',
        route: [scheduler, route('scheduler', '/runbooks/WindhoverSchedulesLate')],
        queries: [[gauge('max', '', 'scheduler_lateness_max', INSTANCE)]],
        unit: 's',
        limits: thresholds([[5, 'orange'], [30, 'red']]),
      }),
      figure({
        title: 'Since the last tick',
        tells: 'Since the slowest scheduler last looked for what is due in all of its partitions. Bad: above some seconds; nothing fires then.',
        route: [scheduler, route('scheduler', '/runbooks/WindhoverSchedulerStalled')],
        queries: [[`time() - ${gauge('min', '', 'scheduler_last_success', INSTANCE)}`]],
        unit: 's',
        limits: thresholds([[30, 'orange'], [60, 'red']]),
      }),
      figure({
        title: 'Fires',
        tells: 'Executions that triggers started, per second. Bad: none where schedules are due.',
        route: scheduler,
        queries: [[rates('', 'scheduler_trigger_count_total', FLOW)]],
        unit: 'suffix:/s',
      }),
      figure({
        title: 'Dates missed in the last hour',
        tells: 'Planned dates that passed without an execution, but for those of paused triggers. Bad: any.',
        route: [scheduler, route('scheduler', '/runbooks/WindhoverSchedulesMissed')],
        queries: [[grown('', 'scheduler_trigger_missed_total', `${FLOW}, reason!="paused"`, '1h')]],
        decimals: 0,
        limits: thresholds([[1, 'orange']]),
      }),
      figure({
        title: 'Evaluations that run',
        tells: 'Of polling triggers: the threads in use. Bad: all of windhover.scheduler.evaluators for long.',
        route: scheduler,
        queries: [[gauge('sum', '', 'scheduler_evaluate_running_count', FLOW)]],
        decimals: 0,
      }),
      figure({
        title: 'Input that waits',
        tells: 'Age of the oldest flow or command that the scheduler has not processed. Bad: seconds.',
        route: route('scheduler', '/kafkastreams'),
        queries: [[gauge('max', '', 'kafkastreams_input_lag_age', `role="scheduler", ${INSTANCE}`)]],
        unit: 's',
        limits: thresholds([[10, 'orange'], [60, 'red']]),
      }),
    ],
    [
      'Fires',
      lines({
        title: 'Fires, by type of trigger',
        tells: 'Executions that triggers started, per second. Bad: a type that falls silent.',
        route: scheduler,
        queries: [[rates('trigger_type', 'scheduler_trigger_count_total', FLOW), '{{trigger_type}}']],
        unit: 'suffix:/s',
        stacked: true,
        min: 0,
      }),
      lines({
        title: 'Fires, by flow',
        tells: 'The ten flows with the most, per second. Bad: a flow that fires much more often than it should.',
        route: scheduler,
        links: flowOfSeries,
        queries: [[top(10, rates('namespace_id, flow_id', 'scheduler_trigger_count_total', FLOW)), '{{namespace_id}}/{{flow_id}}']],
        unit: 'suffix:/s',
        min: 0,
      }),
      lines({
        title: 'Delay of fires',
        tells: 'From the planned date to the fire: mean, and the longest of the last minutes. Bad: above a second or two.',
        route: scheduler,
        queries: [
          [mean('trigger_type', 'scheduler_trigger_delay', FLOW), 'mean {{trigger_type}}'],
          [longest('trigger_type', 'scheduler_trigger_delay', FLOW), 'longest {{trigger_type}}'],
        ],
        unit: 's',
        min: 0,
      }),
    ],
    [
      'Is it in time',
      lines({
        title: 'Lateness of the latest trigger, by instance',
        tells: 'For how long its date has passed. Bad: a straight line upwards: that scheduler does not fire.',
        route: scheduler,
        links: ofSeries('/scheduler'),
        queries: [[gauge('max', 'instance', 'scheduler_lateness_max', INSTANCE), '{{instance}}']],
        unit: 's',
        min: 0,
        limits: thresholds([[5, 'orange'], [30, 'red']]),
      }),
      lines({
        title: 'Since the last tick, by instance',
        tells: 'Since each scheduler last looked for what is due in all of its partitions. Bad: a straight line upwards.',
        route: scheduler,
        links: ofSeries('/scheduler'),
        queries: [[`time() - ${gauge('min', 'instance', 'scheduler_last_success', INSTANCE)}`, '{{instance}}']],
        unit: 's',
        min: 0,
        limits: thresholds([[30, 'orange'], [60, 'red']]),
      }),
      lines({
        title: 'Missed dates, by reason',
        tells: 'Per second. Bad: any reason but paused, which is on purpose.',
        route: [scheduler, route('scheduler', '/runbooks/WindhoverSchedulesMissed')],
        queries: [[rates('reason', 'scheduler_trigger_missed_total', FLOW), '{{reason}}']],
        unit: 'suffix:/s',
        stacked: true,
        min: 0,
      }),
    ],
    [
      'Polling triggers',
      lines({
        title: 'Evaluations that run, by flow',
        tells: 'The threads in use, of the ten flows with the most. Bad: one flow that holds them all: what it asks does not answer.',
        route: scheduler,
        links: flowOfSeries,
        queries: [[top(10, gauge('sum', 'namespace_id, flow_id', 'scheduler_evaluate_running_count', FLOW)), '{{namespace_id}}/{{flow_id}}']],
        decimals: 0,
        min: 0,
      }),
      lines({
        title: 'Evaluations that end',
        tells: 'Per second, by type of trigger. Bad: fewer than their intervals ask for.',
        route: scheduler,
        queries: [[rates('trigger_type', 'scheduler_evaluate_duration_seconds_count', FLOW), '{{trigger_type}}']],
        unit: 'suffix:/s',
        min: 0,
      }),
      lines({
        title: 'Duration of evaluations',
        tells: 'Mean, and the longest of the last minutes. Bad: seconds: they hold the few threads.',
        route: scheduler,
        queries: [
          [mean('trigger_type', 'scheduler_evaluate_duration', FLOW), 'mean {{trigger_type}}'],
          [longest('trigger_type', 'scheduler_evaluate_duration', FLOW), 'longest {{trigger_type}}'],
        ],
        unit: 's',
        min: 0,
      }),
    ],
    [
      'Flows',
      list({
        title: 'Triggers of each flow',
        tells: 'In the range that is looked at; a row leads to the dashboard of the flow. Bad: dates that were missed, long delays.',
        route: scheduler,
        labels: [['namespace_id', 'Namespace'], ['flow_id', 'Flow', flowOfRow], ['trigger_type', 'Trigger type']],
        columns: [
          [grown('namespace_id, flow_id, trigger_type', 'scheduler_trigger_missed_total', FLOW), 'Missed', { decimals: 0, limits: thresholds([[1, 'orange']]) }],
          [grown('namespace_id, flow_id, trigger_type', 'scheduler_trigger_count_total', FLOW), 'Fired', { decimals: 0 }],
          [longest('namespace_id, flow_id, trigger_type', 'scheduler_trigger_delay', FLOW), 'Longest delay lately', { unit: 's' }],
        ],
      }),
    ],
  ],
});
