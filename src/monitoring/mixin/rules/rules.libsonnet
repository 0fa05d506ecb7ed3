local apply = import '../lib/apply.libsonnet';

{ prometheusRules+:: apply.rules(import 'rules.json', $._config) }
