/*
 * Views of Windhover for the server of Spring Boot Admin 4: flows, incidents and instances of the cluster, and the worker,
 * scheduler and Kafka Streams clients of one instance, read and changed through the server's proxy. All text reaches the
 * page as text of Vue's nodes, never as HTML.
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
  /* The header by which an instance tells which roles the caller has, and the role that may change something. */
  const ROLES = 'windhover-roles';
  const OPERATOR = 'operator';

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

  function firstOf(shown, all) {
    return all > shown ? `the first ${count(shown)} of ${count(all)}` : count(all);
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
    const sentences = [told, answer.data?.hint].filter((each) => typeof each === 'string' && each);
    return sentences.length > 0 ? `${answer.status}, ${sentences.join(' ')}` : String(answer.status);
  }

  function path(...segments) {
    return ['actuator', ...segments.map((each) => encodeURIComponent(each))].join('/');
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
            h('tr', { key: key(row), 'data-row': key(row) }, columns.map(([, cell, style]) => h('td', { class: style }, cell(row)))),
          ),
        ),
      ]),
    ]);
  }

  /* ---- what may be done ---- */

  /*
   * A button that asks once more, with a field for a note where there is one, before it does what it says. It is
   * one component for as long as its row is there, so that reading anew takes nobody's words away.
   */
  const Action = {
    props: {
      label: { type: String, required: true },
      note: { type: String, default: null },
      isNoteRequired: { type: Boolean, default: false },
      run: { type: Function, required: true },
      done: { type: Function, required: true },
    },
    data: () => ({ isOpen: false, isBusy: false, text: '', error: null }),
    methods: {
      open() {
        this.isOpen = true;
        this.error = null;
      },
      close() {
        this.isOpen = false;
        this.text = '';
      },
      async confirm() {
        const note = this.text.trim();
        if (this.isBusy || (this.isNoteRequired && !note)) {
          return;
        }
        this.isBusy = true;
        try {
          await this.run(note || undefined);
          this.error = null;
        } catch (error) {
          this.error = problem(error);
        }
        this.isBusy = false;
        this.close();
        this.done();
      },
    },
    render() {
      const button = (text, onClick, extra) =>
        h(resolveComponent('sba-button'), { size: '2xs', onClick, ...extra }, { default: () => text });
      const content = [];
      if (this.isOpen) {
        if (this.note !== null) {
          content.push(
            h('input', {
              class: 'windhover-filter',
              placeholder: this.note,
              'aria-label': this.note,
              maxlength: 500,
              value: this.text,
              onInput: (event) => (this.text = event.target.value),
            }),
          );
        }
        content.push(
          button(`${this.label}: confirm`, () => this.confirm(), {
            primary: true,
            disabled: this.isBusy || (this.isNoteRequired && !this.text.trim()),
            'data-windhover-confirm': this.label,
          }),
          button('Cancel', () => this.close()),
        );
      } else {
        content.push(button(this.label, () => this.open(), { 'data-windhover-action': this.label }));
      }
      if (this.error !== null) {
        content.push(h('span', { class: 'windhover-refused', role: 'alert' }, this.error));
      }
      return h('span', { class: 'windhover-action' }, content);
    },
  };

  /* Nothing where the caller may not: the instance would refuse it. */
  function action(page, label, run, extra) {
    return page.may ? h(Action, { key: label, label, run, done: () => page.ask(), ...extra }) : null;
  }

  function actions(...of) {
    const shown = of.filter((each) => each !== null);
    return shown.length > 0 ? h('div', { class: 'windhover-actions' }, shown) : null;
  }

  const REASON = { note: 'reason' };

  /* ---- a view that asks an endpoint again and again ---- */

  const QUIETLY = { timeout: TIMEOUT_MILLIS, headers: { Accept: 'application/json' }, suppressToast: true };

  /* An instance that does not tell is asked, and says whether it lets it happen. */
  function mayChange(response) {
    const roles = response.headers[ROLES];
    return roles === undefined || String(roles).split(/,\s*/).includes(OPERATOR);
  }

  function view(endpoint, filters, body) {
    return {
      props: { instance: { type: Object, required: true } },
      data: () => ({
        answer: null,
        error: null,
        may: false,
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
          if (this.asked < 0) {
            // the page was left, and what was done there has ended since
            return;
          }
          clearTimeout(this.next);
          const question = ++this.asked;
          try {
            const params = Object.fromEntries(Object.entries(this.filter).filter(([, value]) => value));
            const response = await this.instance.axios.get(`actuator/${endpoint}`, {
              ...QUIETLY,
              params,
            });
            if (question === this.asked) {
              this.answer = response.data;
              this.error = null;
              this.may = mayChange(response);
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
        post(where, body, config) {
          return this.instance.axios.post(where, body, { ...QUIETLY, ...config });
        },
        remove(where, params) {
          return this.instance.axios.delete(where, { ...QUIETLY, params });
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

  const runningColumns = (page) => [
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
    [
      '',
      (each) =>
        actions(
          action(page, 'Kill', (reason) => page.remove(path('worker', each.taskRun?.id), { reason }), REASON),
        ),
    ],
  ];

  /* Who did something, when and why, as far as that is known. */
  function by(note) {
    const parts = [date(note.since), note.by ? `by ${note.by}` : null, note.reason ? `: ${note.reason}` : null];
    return parts.filter((each) => each !== null).join(' ').replace(' :', ':');
  }

  function workerActions(state, page, change) {
    return actions(
      ['draining', 'drained'].includes(state)
        ? action(page, 'Resume', () => change({ state: 'running' }))
        : action(page, 'Drain', (reason) => change({ state: 'draining', reason }), REASON),
    );
  }

  const worker = view('worker', [], (answer, page) => {
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
    if (answer.drain) {
      shown.push(['Drained', by(answer.drain)]);
    }
    return [
      panel('Worker', undefined, [
        facts(shown),
        workerActions(answer.state, page, (body) => page.post(path('worker'), body)),
      ]),
      panel(
        'Task runs',
        'that run here now, the oldest first',
        table(runningColumns(page), runnings, (each) => `${each.taskRun?.id} ${each.taskRun?.attempt}`, 'Nothing runs here.'),
        { seamless: true },
      ),
    ];
  });

  function triggerState(each) {
    if (each.paused) {
      return [badge('paused', 'warn'), each.pause ? ` ${by(each.pause)}` : null];
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

  /* Those fire when they are called, or when another flow ends. */
  const FIRED_BY_OTHERS = ['webhook', 'flow'];

  function triggerActions(each, page) {
    const change = (body) => page.post(path('scheduler', each.namespace, each.flowId, each.trigger?.id), body);
    return actions(
      each.paused
        ? action(page, 'Resume', () => change({ state: 'running' }))
        : action(page, 'Pause', (reason) => change({ state: 'paused', reason }), REASON),
      FIRED_BY_OTHERS.includes(each.trigger?.type) ? null : action(page, 'Fire', () => change({ fire: 'now' })),
    );
  }

  const triggerColumns = (page) => [
    ['Flow', (each) => `${each.namespace}.${each.flowId}`],
    ['Trigger', (each) => each.trigger?.id],
    ['Schedule', (each) => schedule(each.trigger)],
    ['Next', (each) => date(each.next), 'whitespace-nowrap'],
    ['Last', (each) => date(each.last?.date), 'whitespace-nowrap'],
    ['Execution', (each) => h('span', { class: 'font-mono text-xs' }, each.last?.executionId || UNKNOWN)],
    ['State', triggerState],
    ['', (each) => triggerActions(each, page)],
  ];

  const scheduler = view('scheduler', ['namespace', 'flowId'], (answer, page) => {
    const triggers = answer.schedulable || [];
    return [
      panel(
        'Triggers',
        firstOf(triggers.length, answer.schedulableCount),
        table(
          triggerColumns(page),
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

  const FLOW_STATUSES = { MISSED: 'bad', FAILING: 'bad', SLOW: 'warn', QUIET: 'warn', PAUSED: 'warn', OK: 'good' };

  function end(last) {
    return last ? `${last.state}, ${span(seconds(last.age))} ago` : UNKNOWN;
  }

  const FLOW_COLUMNS = [
    ['Flow', (each) => `${each.namespace}.${each.flowId}`],
    ['Status', (each) => badge(each.status, FLOW_STATUSES[each.status] || 'plain')],
    ['Why', (each) => (each.reasons || []).join(' ')],
    ['Last', (each) => end(each.last)],
    ['Last success', (each) => (each.lastSuccess ? `${span(seconds(each.lastSuccess.age))} ago` : UNKNOWN)],
    ['Failed in a row', (each) => count(each.failuresInARow), 'windhover-number'],
    ['Running', (each) => count(each.running?.count), 'windhover-number'],
    ['Usually', (each) => span(seconds(each.usualDuration?.p50)), 'windhover-number'],
    ['Next', (each) => date(each.next), 'whitespace-nowrap'],
  ];

  const flows = view('flows', ['namespace', 'flowId', 'status'], (answer) => {
    const shown = answer.flows || [];
    return [
      answer.ready === false ? alert('WARN', 'This instance has not read all flows yet.') : null,
      panel(
        'Flows',
        `of the cluster, the worst first: ${firstOf(shown.length, answer.count)}`,
        table(FLOW_COLUMNS, shown, (each) => JSON.stringify([each.namespace, each.flowId]), 'There is no such flow.'),
        { seamless: true },
      ),
    ];
  });

  const SEVERITIES = { critical: 'bad', warning: 'warn' };

  function subject(of) {
    return Object.entries(of || {})
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  }

  const incidentColumns = (page) => [
    ['Kind', (each) => [badge(each.severity, SEVERITIES[each.severity] || 'plain'), ` ${each.kind}`]],
    ['What', (each) => subject(each.subject)],
    ['Since', (each) => date(each.since), 'whitespace-nowrap'],
    ['Events', (each) => count(each.count), 'windhover-number'],
    ['Cause', (each) => each.cause],
    ['Found by', (each) => each.instance],
    [
      'Looked after',
      (each) => {
        const of = each.acknowledged;
        return of ? by({ since: of.at, by: of.by, reason: of.note }) : null;
      },
    ],
    [
      '',
      (each) =>
        actions(
          action(page, 'Acknowledge', (note) => page.post(path('incidents', each.id), { acknowledged: note }), {
            note: 'who looks after it, and why',
            isNoteRequired: true,
          }),
        ),
    ],
  ];

  const incidents = view('incidents', ['kind', 'namespace', 'flowId'], (answer, page) => {
    const shown = answer.incidents || [];
    return [
      panel(
        'Incidents',
        `open in the cluster, the worst first: ${firstOf(shown.length, answer.openCount)}`,
        table(incidentColumns(page), shown, (each) => each.id, 'Nothing is wrong.'),
        { seamless: true },
      ),
    ];
  });

  const INSTANCE_STATES = { live: 'good', silent: 'bad', unknown: 'warn' };
  const HEALTH_STATES = { UP: 'good', DEGRADED: 'warn' };

  /* That of another instance is the other's to do: the server of the page knows where it is. */
  async function changeWorker(page, id, body) {
    const known = await page.instance.axios.get('instances', { ...QUIETLY, baseURL: '' });
    const found = known.data.find((each) => each.tags?.instance === id && each.statusInfo?.status !== 'OFFLINE');
    if (!found) {
      throw new Error(`This Admin server does not know the instance ${id}, or not as one that runs.`);
    }
    return page.post(`instances/${encodeURIComponent(found.id)}/${path('worker')}`, body, { baseURL: '' });
  }

  function stop(each) {
    const against = (each.reasons || []).map((reason) => reason.detail).join('; ');
    const answers = { true: badge('yes', 'good'), false: badge('no', 'warn') };
    return [answers[each.safeToStop] || UNKNOWN, against ? ` ${against}` : null];
  }

  const instanceColumns = (page) => [
    ['Instance', (each) => each.id],
    ['State', (each) => badge(each.state, INSTANCE_STATES[each.state] || 'plain')],
    ['Roles', (each) => (each.roles || []).join(', ')],
    ['Heartbeat', (each) => (each.heartbeatAge ? `${span(seconds(each.heartbeatAge))} ago` : UNKNOWN)],
    [
      'Health',
      (each) => (each.summary ? badge(each.summary.status, HEALTH_STATES[each.summary.status] || 'bad') : UNKNOWN),
    ],
    ['Worker', (each) => each.workerState],
    ['Slots', (each) => (each.slots ? `${count(each.slots.used)} of ${count(each.slots.max)}` : null)],
    ['Safe to stop', stop],
    [
      '',
      (each) =>
        each.workerState ? workerActions(each.workerState, page, (body) => changeWorker(page, each.id, body)) : null,
    ],
  ];

  const cluster = view('cluster', [], (answer, page) => {
    const totals = answer.totals || {};
    const maintenance = answer.maintenance;
    const shown = [
      ['Instances', count(totals.instances)],
      ['Live', count(totals.live)],
      ['Silent', count(totals.silent)],
      ['Maintenance', maintenance ? [badge('on', 'warn'), ` ${by(maintenance)}`] : badge('off', 'good')],
    ];
    if (maintenance) {
      const quiescent = { true: badge('yes', 'good'), false: badge('not yet', 'warn') };
      shown.push(['Quiescent', quiescent[answer.quiescent] || UNKNOWN]);
    }
    const change = (body) => page.post(path('cluster'), body);
    return [
      panel('Cluster', undefined, [
        facts(shown),
        actions(
          maintenance
            ? action(page, 'End maintenance', () => change({ state: 'running' }))
            : action(page, 'Begin maintenance', (reason) => change({ state: 'maintenance', reason }), REASON),
        ),
      ]),
      panel(
        'Instances',
        `as ${answer.answeredBy} sees them`,
        table(
          instanceColumns(page),
          answer.instances || [],
          (each) => `${each.id} ${each.incarnation}`,
          'No instance is known.',
        ),
        { seamless: true },
      ),
    ];
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
        ['flows', 'Flows', flows],
        ['incidents', 'Incidents', incidents],
        ['cluster', 'Cluster', cluster],
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
