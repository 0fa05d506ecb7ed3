const { board } = require('../lib/board');
const { route, ofSeries } = require('../lib/links');
const { lines, figure, timeline, thresholds } = require('../lib/panels');
const { INSTANCE, gauge } = require('../lib/promql');

const streams = route('streams', '/kafkastreams');
const onThis = ofSeries('/kafkastreams');

// Each state with a number of its own, so that one row shows one client; of the seven gauges one is 1.
const STATES = [
  ['CREATED', 'created', 'blue'],
  ['REBALANCING', 'rebalancing', 'yellow'],
  ['RUNNING', 'running', 'green'],
  ['PENDING_SHUTDOWN', 'stopping', 'purple'],
  ['NOT_RUNNING', 'stopped', 'text'],
  ['PENDING_ERROR', 'failing', 'orange'],
  ['ERROR', 'failed', 'red'],
];
const state = `sum by (instance, role) (${STATES.map(
  ([name], index) => `kafkastreams_client_state{${INSTANCE}, state="${name}"} * ${index + 1}`,
).join(' or ')})`;

const threads = (what) => `sum by (instance, role) (kafkastreams_threads{${INSTANCE}, state="${what}"})`;
const ratio = (of) =>
  `avg by (instance, spring_id) (kafka_stream_thread_${of}_ratio{${INSTANCE}})`;

module.exports = board({
  uid: 'windhover-kafkastreams',
  title: 'Windhover / Kafka Streams',
  tells: 'The clients of executor and scheduler: state, restores, lag of stores and of input, rebalances, threads.',
  role: 'streams',
  rows: [
    [
      'State',
      timeline({
        title: 'State of each client',
        tells: 'What Kafka Streams says of itself. Bad: failed; rebalancing for longer than the grace period; a row that ends: the process is gone.',
        route: [streams, route('streams', '/runbooks/WindhoverStreamsClientError')],
        links: onThis,
        queries: [[state, '{{instance}} {{role}}']],
        states: Object.fromEntries(STATES.map(([, text, color], index) => [index + 1, [text, color]])),
        w: 24,
        h: 7,
      }),
      figure({
        title: 'Clients that do not run',
        tells: 'In any other state than RUNNING. Bad: any for longer than a rebalance takes.',
        route: streams,
        queries: [[`count(kafkastreams_client_state{${INSTANCE}, state="RUNNING"} == 0) or vector(0)`]],
        decimals: 0,
        limits: thresholds([[1, 'red']]),
        w: 4,
      }),
      figure({
        title: 'Threads that failed',
        tells: 'Since their client started. A thread that fails is replaced. Bad: any; the log says why.',
        route: streams,
        queries: [[`sum(kafkastreams_threads{${INSTANCE}, state="failed"})`]],
        decimals: 0,
        limits: thresholds([[1, 'red']]),
        w: 4,
      }),
      figure({
        title: 'Rebalances in the last hour',
        tells: 'Of all clients, those of their starts included. Bad: many: a client comes and goes.',
        route: [streams, route('streams', '/runbooks/WindhoverRebalanceStorm')],
        queries: [[`sum(increase(kafkastreams_rebalances_total{${INSTANCE}}[1h]))`]],
        decimals: 0,
        limits: thresholds([[10, 'orange'], [30, 'red']]),
        w: 4,
      }),
      figure({
        title: 'Left to restore',
        tells: 'Offsets of changelogs that are yet to be read back into stores. Bad: above 0 without falling.',
        route: [streams, route('streams', '/runbooks/WindhoverRestoreWithoutProgress')],
        queries: [[gauge('sum', '', 'kafkastreams_restore_remaining', INSTANCE)]],
        decimals: 0,
        limits: thresholds([[1, 'orange']]),
        w: 4,
      }),
      figure({
        title: 'Oldest input that waits',
        tells: 'Age of the oldest record that a client has not processed. Bad: seconds.',
        route: [streams, route('streams', '/runbooks/WindhoverInputLagOld')],
        queries: [[gauge('max', '', 'kafkastreams_input_lag_age', INSTANCE)]],
        unit: 's',
        limits: thresholds([[10, 'orange'], [60, 'red']]),
        w: 4,
      }),
      figure({
        title: 'Age of these figures',
        tells: 'Time since lags were last sampled. Bad: minutes: the broker does not answer, and what you see here is old.',
        route: [route('any', '/health'), route('any', '/runbooks/WindhoverSamplesStale')],
        queries: [[gauge('max', '', 'management_sample_age', INSTANCE)]],
        unit: 's',
        limits: thresholds([[30, 'orange'], [120, 'red']]),
        w: 4,
      }),
    ],
    [
      'Lag',
      lines({
        title: 'Input that waits, by topic',
        tells: 'Records that were not processed yet. Bad: it only grows.',
        route: streams,
        links: onThis,
        queries: [[gauge('sum', 'instance, role, topic', 'kafkastreams_input_lag', INSTANCE), '{{role}} {{topic}} {{instance}}']],
        decimals: 0,
        min: 0,
      }),
      lines({
        title: 'Age of the input that waits, by topic',
        tells: 'Of the oldest record that was not processed yet. Bad: a straight line upwards: nothing moves.',
        route: [streams, route('streams', '/runbooks/WindhoverInputLagOld')],
        links: onThis,
        queries: [[gauge('max', 'instance, role, topic', 'kafkastreams_input_lag_age', INSTANCE), '{{role}} {{topic}} {{instance}}']],
        unit: 's',
        min: 0,
        limits: thresholds([[10, 'orange'], [60, 'red']]),
      }),
      lines({
        title: 'Stores that are behind',
        tells: 'Records of the changelog that the local partitions of each store are behind. Bad: above 0 for long.',
        route: streams,
        links: onThis,
        queries: [[gauge('sum', 'instance, role, store', 'kafkastreams_store_lag', INSTANCE), '{{role}} {{store}} {{instance}}']],
        decimals: 0,
        min: 0,
      }),
    ],
    [
      'Rebalances and restores',
      lines({
        title: 'Rebalances',
        tells: 'Of each client, in each quarter of an hour. Bad: more than the few of a deployment.',
        route: [streams, route('streams', '/runbooks/WindhoverRebalanceStorm')],
        links: onThis,
        queries: [[`sum by (instance, role) (increase(kafkastreams_rebalances_total{${INSTANCE}}[15m]))`, '{{role}} {{instance}}']],
        decimals: 0,
        min: 0,
      }),
      lines({
        title: 'Left to restore',
        tells: 'Offsets of changelogs that each client has yet to read back. Bad: a flat line above 0: no progress.',
        route: [streams, route('streams', '/runbooks/WindhoverRestoreWithoutProgress')],
        links: onThis,
        queries: [[gauge('sum', 'instance, role', 'kafkastreams_restore_remaining', INSTANCE), '{{role}} {{instance}}']],
        decimals: 0,
        min: 0,
      }),
      lines({
        title: 'Speed of restores',
        tells: 'Offsets per second that are read back. Bad: 0 while some are left: the broker or the disk.',
        route: streams,
        links: onThis,
        queries: [[`clamp_min(-deriv(kafkastreams_restore_remaining{${INSTANCE}}[2m]), 0)`, '{{role}} {{instance}}']],
        unit: 'ops',
        min: 0,
      }),
    ],
    [
      'Threads',
      lines({
        title: 'Threads that live',
        tells: 'Stream threads of each client. Bad: fewer than windhover.streams.threads: their partitions stand still.',
        route: streams,
        links: onThis,
        queries: [[threads('alive'), '{{role}} {{instance}}']],
        decimals: 0,
        min: 0,
        w: 6,
      }),
      lines({
        title: 'Threads that failed',
        tells: 'Since their client started. Bad: it climbs: the same record or store fails again and again.',
        route: streams,
        links: onThis,
        queries: [[threads('failed'), '{{role}} {{instance}}']],
        decimals: 0,
        min: 0,
        limits: thresholds([[1, 'red']]),
        w: 6,
      }),
      lines({
        title: 'What the threads do with their time',
        tells: 'Part of the time that they process, commit and wait for records (poll), over all clients. Bad: no poll is left: more threads or instances are needed.',
        route: streams,
        links: ofSeries('/threaddump'),
        queries: [
          [ratio('process'), 'process {{spring_id}} {{instance}}'],
          [ratio('commit'), 'commit {{spring_id}} {{instance}}'],
          [ratio('poll'), 'poll {{spring_id}} {{instance}}'],
        ],
        unit: 'percentunit',
        min: 0,
        max: 1,
        w: 6,
      }),
      lines({
        title: 'Duration of commits',
        tells: 'Mean of the last half minute, in milliseconds. Every answer waits for one. Bad: above 100 ms: the broker is slow.',
        route: streams,
        links: onThis,
        queries: [[`avg by (instance, spring_id) (kafka_stream_thread_commit_latency_avg{${INSTANCE}})`, '{{spring_id}} {{instance}}']],
        unit: 'ms',
        min: 0,
        w: 6,
      }),
    ],
  ],
});
