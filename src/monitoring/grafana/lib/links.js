// Where a click leads: to the route on port 8081 that explains a figure, to another dashboard, to the API.
const { DashboardLinkType } = require('@grafana/grafana-foundation-sdk/dashboard');

// Not DashboardLinkBuilder: it puts each link into the menu of the dashboard's controls and cannot be told not to.
const link = (title, url, more = {}) => ({
  build: () => ({
    title,
    type: DashboardLinkType.Link,
    icon: 'external link',
    tooltip: '',
    url,
    tags: [],
    asDropdown: false,
    targetBlank: true,
    includeVars: false,
    keepTime: false,
    ...more,
  }),
});

// A panel's own link: a route on one instance that has it. The hidden variable of the role names that instance, because
// $instance may stand for many.
const route = (role, path) => link(`${path} on \${at_${role}}`, `\${scheme}://\${at_${role}}${path}`);

// A series' or a row's link: the same route on the instance that the figure is of.
const ofSeries = (path) => link(`${path} on this instance`, `\${scheme}://\${__field.labels.instance}${path}`);
const ofRow = (path) => link(`${path} on this instance`, `\${scheme}://\${__data.fields.instance}${path}`);

const board = (title, uid, variables) =>
  link(title, `/d/${uid}?\${datasource:queryparam}&${variables}&\${__url_time_range}`, { targetBlank: false });

const flowOfSeries = board(
  'This flow',
  'windhover-flow',
  'var-namespace=${__field.labels.namespace_id}&var-flow=${__field.labels.flow_id}',
);
const flowOfRow = board(
  'This flow',
  'windhover-flow',
  'var-namespace=${__data.fields.namespace_id}&var-flow=${__data.fields.flow_id}',
);

// All dashboards of Windhover, in the head of each.
const others = link('Windhover', '', {
  type: DashboardLinkType.Dashboards,
  tags: ['windhover'],
  asDropdown: true,
  targetBlank: false,
  includeVars: true,
  keepTime: true,
});

module.exports = { link, route, ofSeries, ofRow, flowOfSeries, flowOfRow, others };
