// Applies a configuration to what is shipped. What is not changed stays as it is, to the letter.
local places = import 'thresholds.libsonnet';
local shipped = (import '../config.libsonnet')._config;

local number(value) = if std.isString(value) then value else if value == std.floor(value) then '%d' % value else '%g' % value;

// `places` of all thresholds that are not as shipped, by the name of the rule.
local changed(thresholds) =
  local unknown = std.setDiff(std.objectFields(thresholds), std.objectFields(places));
  assert std.length(unknown) == 0 : 'There is no threshold %s; there are %s' % [unknown, std.objectFields(places)];
  [
    place {
      find: place.text % (if std.objectHas(place, 'shipped') then place.shipped else number(shipped.thresholds[name])),
      put: place.text % (number(thresholds[name]) + place.unit),
    }
    for name in std.objectFields(places)
    if thresholds[name] != shipped.thresholds[name]
    for place in places[name]
  ];

local replaced(text, place) =
  assert std.length(std.findSubstr(place.find, text)) == 1 : 'Not once in %s of %s: %s' % [place.field, place.rule, place.find];
  std.strReplace(text, place.find, place.put);

local withThresholds(rule, places) =
  local name = if std.objectHas(rule, 'alert') then rule.alert else rule.record;
  local of(field) = [place for place in places if place.rule == name && place.field == field];
  rule {
    expr: std.foldl(replaced, of('expr'), rule.expr),
  } + if std.objectHas(rule, 'annotations') then {
    annotations+: { description: std.foldl(replaced, of('description'), rule.annotations.description) },
  } else {};

// In each text of whatever it is.
local withSelector(value, selector) =
  assert selector != '' : 'The selector needs a matcher, such as job="windhover"';
  if std.isString(value) then std.strReplace(value, shipped.selector, selector)
  else if std.isArray(value) then [withSelector(each, selector) for each in value]
  else if std.isObject(value) then { [name]: withSelector(value[name], selector) for name in std.objectFields(value) }
  else value;

{
  rules(file, config):
    local places = changed(config.thresholds);
    withSelector(
      { groups: [group { rules: [withThresholds(rule, places) for rule in group.rules] } for group in file.groups] },
      config.selector
    ),
  dashboard(file, config): withSelector(file, config.selector),
}
