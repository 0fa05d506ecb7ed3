// Windhover's alerts, recording rules and dashboards, with an installation's own selector and thresholds.
(import 'config.libsonnet')
+ (import 'alerts/alerts.libsonnet')
+ (import 'rules/rules.libsonnet')
+ (import 'dashboards/dashboards.libsonnet')
