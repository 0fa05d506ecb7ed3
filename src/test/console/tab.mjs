// One page in Chromium, what is noted of it, and the hands of a person on it.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The one argument, JSON: chromium, profile, pictures, sources, management, api, users with names and passwords. */
export const given = JSON.parse(process.argv[2]);
export const origins = { management: new URL(given.management).origin, api: new URL(given.api).origin };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Writes what was seen as a line of JSON. */
export function note(what, details) {
  console.log(JSON.stringify({ what, ...details }));
}

/** The address of a view, of one of the flows that ran where it shows one thing. */
export function pathOf(view) {
  const rests = { execution: [given.ids.fails], flow: ['console', 'works'], edit: ['console', 'works'] };
  return ['', 'console', view, ...(rests[view] ?? [])].join('/');
}

export class Tab {

  static async open(browser, context, scheme) {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    return new Tab(page, scheme);
  }

  constructor(page, scheme) {
    this.page = page;
    this.scheme = scheme;
    this.complaints = [];
    this.elsewhere = [];
    this.pending = new Set();
    page.on('console', (message) => ['error', 'warn'].includes(message.type())
      && this.complaints.push(`${message.text()} ${message.location().url ?? ''}`));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('requestfinished', (request) => this.pending.delete(request));
    page.on('requestfailed', (request) => this.pending.delete(request));
    page.on('request', (request) => {
      this.pending.add(request);
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(page.url()).origin
          && !request.isNavigationRequest()) {
        this.elsewhere.push(request.url());
      }
    });
  }

  async visit(port, path, details = {}) {
    this.complaints.length = 0;
    this.elsewhere.length = 0;
    await this.open(port, path);
    const seen = await this.page.evaluate(() => ({ text: document.querySelector('main').innerText.slice(0, 4000),
      title: document.querySelector('main h1')?.innerText ?? '',
      changes: document.querySelectorAll('[data-change]').length,
      buttons: [...document.querySelectorAll('main button, main a.button')].map((one) => one.innerText.trim()),
      sideways: document.documentElement.scrollWidth - innerWidth }));
    const violations = details.axe ? await this.violations() : [];
    note('visit', { port, path, scheme: this.scheme, ...details, ...seen, violations, complaints: [...this.complaints],
      elsewhere: [...this.elsewhere] });
  }

  /** Waits until the page has a title or a problem, and all answers but those of streams, which stay open. */
  async open(port, path) {
    // no end is told of what the page before still asked for, a page of the other port at least
    this.page.once('framenavigated', () => this.pending.clear());
    await this.page.goto(origins[port] + path, { waitUntil: 'load', timeout: 60_000 });
    await this.page.waitForFunction(() => document.querySelector('main h1, main .failure'),
      { timeout: 60_000, polling: 50 });
    await this.page.waitForFunction(() => ![...document.querySelectorAll('main [role=status]')]
      .some((one) => one.innerText.startsWith('Loading')), { timeout: 60_000, polling: 50 });
    for (let quiet = 0, end = Date.now() + 60_000; quiet < 6;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      quiet = this.pending.size <= 2 ? quiet + 1 : 0;
      if (Date.now() > end) {
        throw new Error(`${path} still waits for ${[...this.pending].map((request) => request.url())}`);
      }
    }
  }

  /** What the first row of a list leads to, where that is of this port. */
  async firstRow(port, id) {
    const to = await this.page.evaluate(() => document.querySelector('main tr[data-href]')?.dataset.href ?? '');
    if (to.startsWith('/')) {
      await this.visit(port, to, { view: `first row of ${id}`, role: 'operator', axe: true });
      await this.picture(`${port}-${id}-row-${this.scheme}`);
    }
  }

  async violations() {
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
      return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(' | ')}`);
    });
  }

  /** Waits for what a function of the page answers; one that fails when it is first asked is never asked again. */
  waits(condition, ...values) {
    return this.page.waitForFunction(condition, { timeout: 60_000, polling: 100 }, ...values);
  }

  shows(text) {
    return this.waits((wanted) => document.querySelector('main')?.innerText.includes(wanted), text);
  }

  async press(label, within = 'main') {
    const button = await this.waits((text, scope) => [...document.querySelectorAll(`${scope} button`)]
      .find((one) => one.innerText.trim() === text && !one.disabled), label, within);
    await button.asElement().evaluate((one) => one.click());
  }

  /** Presses the button of a dialog, and waits until it is closed. */
  async agree(label) {
    await this.press(label, 'dialog[open] footer');
    await this.waits(() => !document.querySelector('dialog[open]'));
  }

  async confirm(label) {
    await this.press(label);
    await this.agree(label);
  }

  async follow(selector) {
    const link = await this.page.waitForSelector(selector, { timeout: 60_000 });
    await Promise.all([this.page.waitForNavigation(), link.evaluate((one) => one.click())]);
  }

  picture(name) {
    return this.page.screenshot({ path: join(given.pictures, `${name}.png`), fullPage: true });
  }

  /** What the page itself can ask for, with the proof of its session. */
  ask(path, method, body) {
    return this.page.evaluate(async (address, how, content) => {
      const { csrf } = await (await fetch('/console/config')).json();
      const response = await fetch(address, { method: how, headers: { 'Content-Type': 'application/json',
        'X-Csrf-Token': csrf, 'Windhover-Console': '1' }, body: how === 'GET' ? undefined : JSON.stringify(content) });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
    }, path, method, body);
  }

  async logIn({ name, password }) {
    await this.page.goto(`${origins.management}/`, { waitUntil: 'load' });
    const form = async (word) => {
      await this.page.waitForSelector('dialog input[name=name]');
      await this.page.$eval('dialog input[name=name]', (input) => input.select());
      await this.page.type('dialog input[name=name]', name);
      await this.page.$eval('dialog input[name=password]', (input) => input.select());
      await this.page.type('dialog input[name=password]', word);
      await this.page.click('dialog footer button');
    };
    await form('wrong');
    await this.page.waitForFunction(() => document.querySelector('dialog [role=alert]')?.innerText.includes('wrong'));
    await form(password);
    await this.page.waitForFunction((user) => document.querySelector('.account')?.innerText.includes(user), {}, name);
    await this.page.waitForFunction(() => !document.querySelector('dialog[open]'));
    const cookies = await this.page.cookies();
    note('login', { name, cookies: cookies.map((cookie) => ({ name: cookie.name, httpOnly: cookie.httpOnly,
      sameSite: cookie.sameSite, expires: cookie.expires, path: cookie.path })),
    readable: await this.page.evaluate(() => document.cookie) });
  }

}

