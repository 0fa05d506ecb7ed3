// What the expressions of many panels share. Another job that scrapes the same ports would double all sums.
const JOB = 'job="windhover"';
const INSTANCE = `${JOB}, instance=~"$instance"`;
const FLOW = `${JOB}, namespace_id=~"$namespace", flow_id=~"$flow", instance=~"$instance"`;

const rate = (meter, selector) => `rate(${meter}{${selector}}[$__rate_interval])`;
const sum = (by, of) => (by ? `sum by (${by}) (${of})` : `sum(${of})`);
const rates = (by, meter, selector) => sum(by, rate(meter, selector));
const gauge = (aggregate, by, meter, selector) => `${aggregate} ${by ? `by (${by}) ` : ''}(${meter}{${selector}})`;

// The mean of a timer: nothing where nothing happened.
const mean = (by, timer, selector) =>
  `${rates(by, `${timer}_seconds_sum`, selector)} / (${rates(by, `${timer}_seconds_count`, selector)} > 0)`;

const longest = (by, timer, selector) => gauge('max', by, `${timer}_seconds_max`, selector);

const quantile = (q, by, histogram, selector) =>
  `histogram_quantile(${q}, ${rates(['le', by].filter(Boolean).join(', '), `${histogram}_seconds_bucket`, selector)})`;

// The part of what ended that failed: nothing where nothing ended.
const failed = (by, meter, selector, window = '$__rate_interval') =>
  `${sum(by, `rate(${meter}{${selector}, state="FAILED"}[${window}])`)} / (${sum(by, `rate(${meter}{${selector}}[${window}])`)} > 0)`;

// Without the workers that drain: their slots take nothing. Once for each, whose groups share its slots.
const undrained = (meter) =>
  `max by (instance) (${meter}{${INSTANCE}} unless on (instance, worker_group) worker_draining{${INSTANCE}} == 1)`;

const top = (n, of) => `topk(${n}, ${of})`;

// What a counter grew by within the range that is looked at.
const grown = (by, meter, selector, range = '$__range') => sum(by, `increase(${meter}{${selector}}[${range}])`);

// The part of the executions that may fail: prometheus/rules/recording.yml has the number.
const OBJECTIVE = 'scalar(windhover:execution_failure_objective:ratio)';

// Of the failures that the range may have, the part that is left.
const budgetLeft = (by, selector) => {
  const meter = 'executor_execution_end_count_total';
  const share = `${grown(by, meter, `${selector}, state="FAILED"`)} / (${grown(by, meter, selector)} > 0)`;
  return `1 - (${share}) / ${OBJECTIVE}`;
};

// Both, as two queries.
const meanAndLongest = (by, timer, selector) => [
  [mean(by, timer, selector), by ? `mean {{${by}}}` : 'mean'],
  [longest(by, timer, selector), by ? `longest {{${by}}}` : 'longest'],
];

module.exports = {
  JOB,
  FLOW,
  INSTANCE,
  OBJECTIVE,
  rates,
  gauge,
  mean,
  longest,
  meanAndLongest,
  quantile,
  failed,
  undrained,
  top,
  grown,
  budgetLeft,
};
