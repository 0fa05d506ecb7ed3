/*
 * Views of Windhover for the server of Spring Boot Admin 4: worker, scheduler and Kafka Streams of an instance, read
 * through the server's proxy. All text reaches the page as text of Vue's nodes, never as HTML.
 */
(function () {
  'use strict';

  const { h, resolveComponent } = Vue;

  const POLL_MILLIS = 2000;
  const TIMEOUT_MILLIS = 15000;
  /* An answer, or a sample of lags, that is older is marked: thrice the intervals in which new ones come. */
  const OLD_ANSWER_SECONDS = 10;
  const OLD_SAMPLE_SECONDS = 20;
  const UNKNOWN = '\u2013';

  const COLORS = {
    good: 'bg-green-100 text-green-800',
    bad: 'bg-red-100 text-red-800',
    warn: 'bg-yellow-100 text-yellow-800',
    plain: 'bg-gray-100 text-gray-800',
  };

  /* ---- values ---- */

  /* Seconds of an ISO-8601 duration, null where it is none. */
  function seconds(duration) {
    const parts = /^(-)?P(?:(\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?$/.exec(duration || '');
    if (!parts) {
      return null;
    }
    const [days, hours, minutes, rest] = parts.slice(2).map((part) => Number(part || 0));
    return (parts[1] ? -1 : 1) * (days * 86400 + hours * 3600 + minutes * 60 + rest);
  }

  function span(total) {
    if (total === null) {
      return UNKNOWN;
    }
    if (total < 60) {
      return `${total < 10 ? Math.round(total * 10) / 10 : Math.round(total)} s`;
    }
    const units = [
      [86400, 'd'],
      [3600, 'h'],
      [60, 'm'],
      [1, 's'],
    ];
    const first = units.findIndex(([size]) => total >= size);
    return units
      .slice(first, first + 2)
      .map(([size, name], i) => `${Math.floor((i ? total % units[first][0] : total) / size)} ${name}`)
      .join(' ');
  }

  /* A date with its offset as the instance gave it, without fractions of a second. */
  function date(text) {
    return text ? String(text).replace('T', ' ').replace(/(:\d\d)\.\d+/, '$1') : UNKNOWN;
  }

  function count(number) {
    return typeof number === 'number' ? number.toLocaleString() : UNKNOWN;
  }

  function sum(numbers) {
    return numbers.every((each) => typeof each === 'number') ? numbers.reduce((one, other) => one + other, 0) : null;
  }

  /* Why a task run is marked as stuck, null where it is not. */
  function stuckCause(running) {
    const stuck = running.stuck;
    return stuck ? [stuck.reason, stuck.cause].filter((each) => typeof each === 'string').join(', ') : null;
  }

  function problem(error) {
    const answer = error.response;
    if (!answer) {
      return error.message;
    }
    const told = answer.data?.detail || answer.data?.title || answer.data?.message || answer.statusText;
    return told ? `${answer.status}, ${told}` : String(answer.status);
  }

  /* ---- parts of a page ---- */

  function badge(text, color) {
    const place = 'inline-flex items-center px-2.5 py-0.5 rounded-full text-xs font-medium whitespace-nowrap';
    return h('span', { class: `${place} ${COLORS[color]}` }, text);
  }

  function panel(title, subtitle, content, extra) {
    return h(resolveComponent('sba-panel'), { title, subtitle, ...extra }, { default: () => content });
  }

  /* The text goes to the title: the other property of this component takes HTML. */
  function alert(severity, text) {
    return h(resolveComponent('sba-alert'), { key: severity + text, severity, title: text, error: '' });
  }

  function facts(entries) {
    return h(
      'dl',
      { class: 'windhover-facts' },
      entries.map(([name, value]) => h('div', [h('dt', name), h('dd', value)])),
    );
  }

  /* Columns: [title, cell of a row, class]. */
  function table(columns, rows, key, empty) {
    if (rows.length === 0) {
      return h('p', { class: 'px-4 py-3 text-gray-500' }, empty);
    }
    return h('div', { class: 'overflow-x-auto' }, [
      h('table', { class: 'table table-full table-sm table-striped w-full' }, [
        h('thead', [h('tr', columns.map(([title, , style]) => h('th', { class: style }, title)))]),
        h(
          'tbody',
          rows.map((row) =>
            h('tr', { key: key(row) }, columns.map(([, cell, style]) => h('td', { class: style }, cell(row)))),
          ),
        ),
      ]),
    ]);
  }

  /* ---- a view that asks an endpoint again and again ---- */

  function view(endpoint, filters, body) {
    return {
      props: { instance: { type: Object, required: true } },
      data: () => ({
        answer: null,
        error: null,
        readAt: 0,
        instanceTime: 0,
        now: Date.now(),
        filter: Object.fromEntries(filters.map((name) => [name, ''])),
      }),
      created() {
        this.asked = 0;
        this.ask();
        this.clock = setInterval(() => (this.now = Date.now()), 1000);
      },
      beforeUnmount() {
        this.asked = -1;
        clearTimeout(this.next);
        clearInterval(this.clock);
      },
      watch: {
        'instance.id'() {
          this.answer = null;
          this.error = null;
          this.ask();
        },
        filter: {
          deep: true,
          handler() {
            this.ask();
          },
        },
      },
      methods: {
        /* Only the answer to the last question counts, and only that asks the next one. */
        async ask() {
          clearTimeout(this.next);
          const question = ++this.asked;
          try {
            const params = Object.fromEntries(Object.entries(this.filter).filter(([, value]) => value));
            const response = await this.instance.axios.get(`actuator/${endpoint}`, {
              params,
              timeout: TIMEOUT_MILLIS,
              headers: { Accept: 'application/json' },
              suppressToast: true,
            });
            if (question === this.asked) {
              this.answer = response.data;
              this.error = null;
              this.readAt = Date.now();
              this.instanceTime = Date.parse(response.headers.date) || this.readAt;
            }
          } catch (error) {
            if (question === this.asked) {
              this.error = problem(error);
            }
          }
          if (question === this.asked) {
            this.now = Date.now();
            this.next = setTimeout(() => this.ask(), POLL_MILLIS);
          }
        },
        /* Seconds since an instant of the instance's, by the clock of the instance where it tells it. */
        since(instant) {
          const at = Date.parse(instant);
          return at ? Math.max(0, (this.instanceTime + (this.now - this.readAt) - at) / 1000) : null;
        },
      },
      render() {
        const age = this.answer ? Math.max(0, Math.round((this.now - this.readAt) / 1000)) : null;
        const content = [];
        if (this.error) {
          const what = `Cannot read /${endpoint}: ${this.error}`;
          content.push(alert('ERROR', this.answer ? `${what}. What follows is from before.` : what));
        }
        if (filters.length > 0) {
          content.push(
            h(
              'p',
              { class: 'mb-4 flex gap-2' },
              filters.map((name) =>
                h('input', {
                  class: 'windhover-filter',
                  placeholder: name,
                  'aria-label': name,
                  value: this.filter[name],
                  onChange: (event) => (this.filter[name] = event.target.value.trim()),
                }),
              ),
            ),
          );
        }
        if (this.answer) {
          content.push(...body(this.answer, this));
          content.push(
            h('p', { class: 'text-xs text-gray-500', 'data-windhover': 'age' }, [
              age > OLD_ANSWER_SECONDS ? badge('old', 'warn') : null,
              ` Read ${age} s ago from /${endpoint}.`,
            ]),
          );
        } else if (!this.error) {
          content.push(h(resolveComponent('sba-loading-spinner'), { size: 'sm' }));
        }
        const old = this.answer && (this.error || age > OLD_ANSWER_SECONDS);
        return h(
          'section',
          { class: ['px-2 md:px-6 py-6', old ? 'windhover-stale' : ''], 'data-windhover': endpoint },
          content,
        );
      },
    };
  }

  /* ---- the views ---- */

  const WORKER_STATES = { running: 'good', draining: 'warn', drained: 'warn' };

  function slotsBar(slots) {
    const part = slots.max > 0 ? Math.min(100, (100 * slots.used) / slots.max) : 0;
    return [
      `${count(slots.used)} of ${count(slots.max)}`,
      h('div', { class: 'windhover-bar' }, [h('span', { style: { width: `${part}%` } })]),
    ];
  }

  const RUNNING_COLUMNS = [
    ['Flow', (each) => `${each.taskRun?.namespace}.${each.taskRun?.flowId}`],
    ['Task', (each) => each.task?.id],
    ['Type', (each) => each.task?.type],
    ['Task run', (each) => h('span', { class: 'font-mono text-xs' }, each.taskRun?.id)],
    ['Attempt', (each) => count(each.taskRun?.attempt), 'windhover-number'],
    ['Since', (each) => date(each.taskRun?.startedAt)],
    ['For', (each) => span(seconds(each.taskRun?.duration)), 'windhover-number'],
    [
      '',
      (each) => {
        const cause = stuckCause(each);
        return cause === null ? null : [badge('stuck', 'bad'), ` ${cause}`];
      },
    ],
  ];

  const worker = view('worker', [], (answer) => {
    const runnings = answer.runnings || [];
    const stuck = runnings.filter((each) => stuckCause(each) !== null).length;
    const shown = [
      ['State', badge(answer.state, WORKER_STATES[answer.state] || 'plain')],
      ['Slots', slotsBar(answer.slots || {})],
      ['Running', count(answer.runningCount)],
      ['Instance', answer.instance],
    ];
    if (stuck > 0) {
      shown.push(['Stuck', badge(String(stuck), 'bad')]);
    }
    return [
      panel('Worker', undefined, facts(shown)),
      panel(
        'Task runs',
        'that run here now, the oldest first',
        table(RUNNING_COLUMNS, runnings, (each) => `${each.taskRun?.id} ${each.taskRun?.attempt}`, 'Nothing runs here.'),
        { seamless: true },
      ),
    ];
  });

  function triggerState(each) {
    if (each.paused) {
      return badge('paused', 'warn');
    }
    if (each.evaluating) {
      return badge('evaluating', 'good');
    }
    const late = seconds(each.lateness);
    return late > 0 ? badge(`${span(late)} late`, late > 10 ? 'bad' : 'warn') : badge('waiting', 'plain');
  }

  function schedule(trigger) {
    return trigger?.cron ? `${trigger.cron} (${trigger.timezone})` : trigger?.type;
  }

  const TRIGGER_COLUMNS = [
    ['Flow', (each) => `${each.namespace}.${each.flowId}`],
    ['Trigger', (each) => each.trigger?.id],
    ['Schedule', (each) => schedule(each.trigger)],
    ['Next', (each) => date(each.next), 'whitespace-nowrap'],
    ['Last', (each) => date(each.last?.date), 'whitespace-nowrap'],
    ['Execution', (each) => h('span', { class: 'font-mono text-xs' }, each.last?.executionId || UNKNOWN)],
    ['State', triggerState],
  ];

  const scheduler = view('scheduler', ['namespace', 'flowId'], (answer) => {
    const triggers = answer.schedulable || [];
    const all = answer.schedulableCount;
    const subtitle = all > triggers.length ? `the first ${count(triggers.length)} of ${count(all)}` : count(all);
    return [
      panel(
        'Triggers',
        subtitle,
        table(
          TRIGGER_COLUMNS,
          triggers,
          (each) => JSON.stringify([each.namespace, each.flowId, each.trigger?.id]),
          'This scheduler has no such trigger.',
        ),
        { seamless: true },
      ),
    ];
  });

  const STREAMS_STATES = { RUNNING: 'good', ERROR: 'bad', REBALANCING: 'warn', CREATED: 'warn' };

  const STORE_COLUMNS = [
    ['Store', ([name]) => name],
    ['Lag in records', ([, lag]) => count(lag), 'windhover-number'],
  ];

  const INPUT_COLUMNS = [
    ['Topic', ([name]) => name],
    ['Unread records', ([, lag]) => count(lag?.records), 'windhover-number'],
    ['Age of the oldest', ([, lag]) => span(seconds(lag?.age)), 'windhover-number'],
  ];

  function streamsClient(client, page) {
    const age = page.since(client.sampledAt);
    const sampled = client.sampledAt
      ? [age > OLD_SAMPLE_SECONDS ? badge('old', 'warn') : null, ` ${span(Math.round(age))} ago`]
      : 'not yet';
    const stores = Object.entries(client.storeLags || {});
    const inputs = Object.entries(client.inputLags || {});
    const failed = client.threads?.failed;
    return panel(
      client.clientId,
      client.applicationId,
      [
        facts([
          ['State', badge(client.state, STREAMS_STATES[client.state] || 'plain')],
          ['Since', date(client.since)],
          ['Ready', client.ready ? badge('yes', 'good') : badge('no', 'bad')],
          ['Threads', [`${count(client.threads?.alive)} alive `, failed > 0 ? badge(`${failed} failed`, 'bad') : null]],
          ['To restore', count(client.restoring?.records)],
          ['Store lag', count(sum(stores.map(([, lag]) => lag)))],
          ['Sampled', sampled],
        ]),
        h('div', { class: 'windhover-columns' }, [
          table(STORE_COLUMNS, stores, ([name]) => name, 'The lag of no store is known yet.'),
          table(INPUT_COLUMNS, inputs, ([name]) => name, 'The lag of no topic is known yet.'),
        ]),
      ],
      { key: client.clientId },
    );
  }

  const kafkaStreams = view('kafkastreams', [], (answer, page) => {
    const clients = answer.streams || [];
    return clients.length > 0
      ? clients.map((client) => streamsClient(client, page))
      : [panel('Kafka Streams', undefined, 'No client runs here yet.')];
  });

  /* ---- their place ---- */

  const GROUP = 'Windhover';
  const ICON =
    '<svg xmlns="http://www.w3.org/2000/svg" class="h-5 w-5 mr-3" fill="none" viewBox="0 0 24 24" stroke="currentColor"' +
    ' stroke-width="2"><path stroke-linecap="round" stroke-linejoin="round" d="M2 9c4-2 7-1 10 4 3-5 6-6 10-4-4 0-7 3-8' +
    ' 7l-2 4-2-4c-1-4-4-7-8-7z"></path></svg>';

  SBA.use({
    install({ viewRegistry }) {
      viewRegistry.setGroupIcon(GROUP, ICON);
      [
        ['worker', 'Worker', worker],
        ['scheduler', 'Scheduler', scheduler],
        ['kafkastreams', 'Kafka Streams', kafkaStreams],
      ].forEach(([endpoint, label, component], index) => {
        viewRegistry.addView({
          name: `instances/windhover-${endpoint}`,
          parent: 'instances',
          path: `windhover-${endpoint}`,
          component,
          label,
          handle: { render: () => h('span', label) },
          group: GROUP,
          order: 10 + index,
          isEnabled: ({ instance }) => instance.hasEndpoint(endpoint),
        });
      });
    },
  });
})();
