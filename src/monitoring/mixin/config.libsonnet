// What an installation may set: `windhover + { _config+:: { selector: 'job="engines"', thresholds+: { queueWaitSeconds: 120 } } }`.
{
  _config+:: {
    // The matchers that each selector of rules and dashboards begins with, without braces. One Prometheus may watch several
    // clusters only where this tells them apart.
    selector: 'job="windhover"',

    // The numbers that the rules compare with. lib/thresholds.libsonnet says where each stands.
    thresholds: {
      // Part of the executions of a namespace that may end as FAILED: 0.01 is an objective of 99 %.
      executionFailureObjective: 0.01,
      // WindhoverRestarting: more starts in 15 minutes.
      starts: 3,
      // WindhoverMaintenanceForgotten: a maintenance that lasts longer.
      maintenanceSeconds: 86400,
      // WindhoverSamplesStale: an older sample; what comes from one that old is left out elsewhere.
      sampleAgeSeconds: 60,
      // WindhoverDiskFull: a smaller part of the disk is free.
      diskFreeRatio: 0.1,
      // WindhoverRebalanceStorm: more rebalances in 10 minutes.
      rebalances: 5,
      // WindhoverInputLagOld: the oldest unread record is older.
      inputLagAgeSeconds: 60,
      // WindhoverQueueWaitLong: one job in a hundred waits longer, of more jobs than these in 5 minutes.
      queueWaitSeconds: 30,
      queueWaitJobs: 10,
      // WindhoverOldestJobWaiting: the oldest job waits longer.
      oldestJobSeconds: 300,
      // WindhoverNoFreeSlots: all slots are used, and a job waits longer.
      noFreeSlotsSeconds: 10,
      // WindhoverSchedulerStalled: a scheduler has not looked for what is due for longer.
      schedulerStalledSeconds: 60,
      // WindhoverSchedulesLate: a trigger is later.
      schedulesLateSeconds: 60,
      // WindhoverFlowFailing: as many executions of a flow failed in a row, or more.
      failuresInARow: 3,
      // WindhoverIndexerStale: the oldest document waits longer.
      oldestDocumentSeconds: 300,
      // WindhoverIndexerFailing: the repository fails, and a document waits longer.
      indexerFailingSeconds: 60,
    },
  },
}
