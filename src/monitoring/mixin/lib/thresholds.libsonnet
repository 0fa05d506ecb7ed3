// Where each threshold stands in the shipped rules: in which field of which rule, with which words around it (`%s` is the
// number), and what is shipped in its place where that is not the number itself. A place that is not there is an error.
local expression(rule, text) = { rule: rule, field: 'expr', text: text, unit: '' };
local told(rule, text, shipped, unit=' seconds') =
  { rule: rule, field: 'description', text: text, shipped: shipped, unit: unit };

local fresh(rule) = expression(rule, 'management_sample_age{job="windhover"} < %s');

{
  executionFailureObjective: [expression('windhover:execution_failure_objective:ratio', 'vector(%s)')],
  starts: [expression('WindhoverRestarting', '[15m]) > %s')],
  maintenanceSeconds: [expression('WindhoverMaintenanceForgotten', '> %s')],
  sampleAgeSeconds: [
    expression('WindhoverSamplesStale', 'management_sample_age{job="windhover"} > %s'),
    fresh('WindhoverInputLagOld'),
    fresh('windhover:jobs_oldest_age_seconds:max'),
    fresh('windhover:documents_oldest_age_seconds:max'),
  ],
  diskFreeRatio: [expression('WindhoverDiskFull', '< %s')],
  rebalances: [expression('WindhoverRebalanceStorm', '[10m])) > %s')],
  inputLagAgeSeconds: [
    expression('WindhoverInputLagOld', 'kafkastreams_input_lag_age{job="windhover"} > %s'),
    told('WindhoverInputLagOld', 'it was more than %s.', 'a minute'),
  ],
  queueWaitSeconds: [
    expression('WindhoverQueueWaitLong', 'windhover:queue_wait_seconds:p99_5m > %s'),
    told('WindhoverQueueWaitLong', 'it was more than %s.', '30 seconds'),
  ],
  queueWaitJobs: [expression('WindhoverQueueWaitLong', '[5m])) > %s')],
  oldestJobSeconds: [expression('WindhoverOldestJobWaiting', '> %s')],
  noFreeSlotsSeconds: [expression('WindhoverNoFreeSlots', 'windhover:jobs_oldest_age_seconds:max > %s')],
  schedulerStalledSeconds: [expression('WindhoverSchedulerStalled', 'scheduler_last_success{job="windhover"} > %s')],
  schedulesLateSeconds: [expression('WindhoverSchedulesLate', '> %s')],
  failuresInARow: [expression('WindhoverFlowFailing', '>= %s')],
  oldestDocumentSeconds: [expression('WindhoverIndexerStale', '> %s')],
  indexerFailingSeconds: [
    expression('WindhoverIndexerFailing', 'indexer_backlog_oldest_age{job="windhover"} > %s'),
  ],
}
