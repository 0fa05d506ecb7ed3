local apply = import '../lib/apply.libsonnet';

{ prometheusAlerts+:: apply.rules(import 'alerts.json', $._config) }
