#!/usr/bin/env node
// What the console costs, of a running application on this machine: how soon its first views react and are drawn with
// an empty cache and how large they are, how many frames a second the timeline of 10,000 task runs scrolls with, and
// what the overviews of ten people cost the server. Ends with 1 where a goal is missed. Stores a flow, and runs it.
// Needs Chromium, and the packages of src/test/console:
//
//   npm ci --prefix src/test/console
//   node src/console/bench.mjs http://localhost:8080 http://localhost:8081
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const puppeteer = createRequire(join(here, '../test/console/'))('puppeteer-core');
const [api = 'http://localhost:8080', management = 'http://localhost:8081'] = process.argv.slice(2);
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ROUNDS = Number(process.env.ROUNDS ?? 9);
const CPU_ROUNDS = Number(process.env.CPU_ROUNDS ?? 3);
const CPU_SECONDS = Number(process.env.CPU_SECONDS ?? 40);
const TASK_RUNS = Number(process.env.TASK_RUNS ?? 10_000);
const WARM_UP = Number(process.env.WARM_UP ?? 2_000);
const OVERVIEWS = 10;
const TICKS_PER_SECOND = 100;
const GOALS = { interactive: 500, bytes: 100_000, frames: 50, cpu: 2 };

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
const missed = [];

function line(what, figure, isGood) {
  console.log(`| ${what} | ${figure} | ${isGood === undefined ? '' : isGood ? 'met' : 'missed'} |`);
  if (isGood === false) {
    missed.push(what);
  }
}

async function ask(url, options = {}) {
  const response = await fetch(url, options);
  if (!response.ok) {
    throw new Error(`${url}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** Runs in the page: when what each selector names was drawn, and the thread was free again. */
function watch(selectors) {
  window.drawn = {};
  const look = () => Object.keys(selectors)
    .filter((name) => !(name in window.drawn) && document.querySelector(selectors[name]))
    .forEach((name) => {
      window.drawn[name] = null;
      requestAnimationFrame(() => setTimeout(() => { window.drawn[name] = performance.now(); }));
    });
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** Milliseconds from the navigation until the page reacts and until all was drawn, and the bytes that came for it. */
async function firstView(browser, url, selectors) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const client = await page.createCDPSession();
  await client.send('Network.enable');
  let bytes = 0;
  let files = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    files++;
  });
  await page.evaluateOnNewDocument(watch, selectors);
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction((count) => Object.values(window.drawn).filter((at) => at > 0).length === count,
    { polling: 20, timeout: 60_000 }, Object.keys(selectors).length);
  const result = { ...await page.evaluate(() => window.drawn), bytes, files };
  await context.close();
  return result;
}

/** What the frame and the view draw first, with what listens to clicks and keys. */
const REACTS = 'nav.side + .page main h1';

const PAGE = '<!doctype html><html lang="en"><title>plain</title>';

/** What the browser takes by itself on this machine: a page of one word, and one that Preact writes it into. */
async function plainPages() {
  const vendor = join(here, '../main/resources/console/assets/vendor');
  const script = (text) => ['text/javascript', text];
  const files = { '/empty': ['text/html', `${PAGE}<p class="word">word`],
    '/preact': ['text/html', `${PAGE}<link rel="modulepreload" href="/preact.js">
      <link rel="modulepreload" href="/htm.js"><script type="module" src="/app.js"></script><div id="app"></div>`],
    '/preact.js': script(readFileSync(join(vendor, 'preact.js'))),
    '/htm.js': script(readFileSync(join(vendor, 'htm.js'))),
    '/app.js': script(`import { h, render } from '/preact.js'; import htm from '/htm.js'; const html = htm.bind(h);
      render(html\`<p class="word">word</p>\`, document.getElementById('app'));`) };
  const server = createServer((request, response) => {
    const [type, content] = files[request.url] ?? ['text/plain', ''];
    response.writeHead(200, { 'Content-Type': type }).end(content);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}

async function firstViews(browser) {
  const plain = await plainPages();
  const own = `http://localhost:${plain.address().port}`;
  const pages = [['overview', `${management}/`, { reacts: REACTS, drawn: '.tile canvas' }],
    ['executions', `${api}/`, { reacts: REACTS, drawn: '.executions tr[data-href]' }],
    ['an empty page', `${own}/empty`, { drawn: '.word' }],
    ['a page that Preact writes a word into', `${own}/preact`, { drawn: '.word' }]].map(([name, url, selectors]) => ({
    name, seen: [], look: () => firstView(browser, url, selectors) }));
  for (const page of pages) {
    await page.look();
  }
  // in turns, so that what else the machine does meets all of them
  for (let round = 0; round < ROUNDS; round++) {
    for (const page of pages) {
      page.seen.push(await page.look());
    }
  }
  plain.close();
  plain.closeAllConnections();
  const times = ({ seen }, what) => seen.map((one) => Math.round(one[what])).sort((one, other) => one - other);
  const text = (all) => `${median(all)} ms (${all[0]} to ${all.at(-1)})`;
  const preact = times(pages.at(-1), 'drawn');
  const beside = (all) => `${text(all)}, x ${(median(all) / median(preact)).toFixed(1)} of Preact alone`;
  pages.slice(2).forEach((page) => line(`beside them, ${page.name}`, text(times(page, 'drawn'))));
  for (const page of pages.slice(0, 2)) {
    const reacts = times(page, 'reacts');
    line(`first view, ${page.name}: its menu and heading react, with an empty cache`, beside(reacts),
      median(reacts) < GOALS.interactive);
    line(`first view, ${page.name}: all that it shows is drawn`, beside(times(page, 'drawn')));
    const { bytes, files } = page.seen.reduce((one, other) => (other.bytes > one.bytes ? other : one));
    line(`first view, ${page.name}: compressed, with what it asks for`,
      `${(bytes / 1000).toFixed(1)} kB in ${files} answers`, bytes < GOALS.bytes);
  }
}

async function run() {
  const source = `namespace: bench\nid: timeline\ntasks:\n  - id: each\n    type: for-each\n    concurrency: 32\n`
    + `    items: "{{ range(0, ${TASK_RUNS}) }}"\n    tasks: [{id: one, type: return, value: 1}]\n`;
  await ask(`${api}/api/flows/bench/timeline`, { method: 'PUT', headers: { 'Content-Type': 'application/yaml' },
    body: source });
  const known = await ask(`${api}/api/executions?namespace=bench&flowId=timeline&state=SUCCESS&size=1`);
  const { id } = known.items[0] ?? await ask(`${api}/api/flows/bench/timeline/executions`, { method: 'POST',
    headers: { 'Content-Type': 'application/json' }, body: '{}' });
  for (let state; state !== 'SUCCESS'; await pause(1000)) {
    ({ state } = await ask(`${api}/api/executions/${id}?size=1`));
  }
  return id;
}

/** Frames that the browser says it drew while the timeline was scrolled through, without a pause. */
async function timeline(browser) {
  const id = await run();
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(`${api}/console/execution/${id}?open=each`, { waitUntil: 'load' });
  await page.waitForFunction((rows) => document.querySelector('.timeline-rows')?.clientHeight > 20 * rows,
    { polling: 100, timeout: 120_000 }, TASK_RUNS);
  await pause(3000);
  const box = await page.$eval('.timeline', (one) => one.getBoundingClientRect().toJSON());
  const client = await page.createCDPSession();
  await page.tracing.start({ categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline',
    'disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame', 'blink.user_timing'] });
  await page.evaluate(() => performance.mark('scroll-begin'));
  for (const distance of [-40_000, -40_000, 60_000]) {
    await client.send('Input.synthesizeScrollGesture', { x: box.x + box.width / 2, y: box.y + box.height / 2,
      yDistance: distance, speed: 12_000, gestureSourceType: 'mouse', preventFling: true });
  }
  await page.evaluate(() => performance.mark('scroll-end'));
  const { traceEvents } = JSON.parse(Buffer.from(await page.tracing.stop()).toString());
  const mark = (name) => traceEvents.find((event) => event.name === name);
  const [begin, end] = [mark('scroll-begin'), mark('scroll-end')];
  const within = traceEvents.filter((event) => event.pid === begin.pid && event.ts >= begin.ts && event.ts <= end.ts);
  const drawn = within.filter((event) => event.name === 'DrawFrame').map((event) => event.ts).sort((a, b) => a - b);
  const seconds = (end.ts - begin.ts) / 1e6;
  const gaps = drawn.slice(1).map((at, place) => (at - drawn[place]) / 1000).sort((a, b) => a - b);
  const tasks = within.filter((event) => event.name === 'RunTask' && event.tid === begin.tid);
  const sum = (values) => values.reduce((one, other) => one + other, 0);
  line(`timeline of ${TASK_RUNS.toLocaleString('en-GB')} task runs, scrolled`,
    `${(drawn.length / seconds).toFixed(1)} frames a second`, drawn.length / seconds >= GOALS.frames);
  line('between two frames: 99th percentile, longest', `${gaps[Math.floor(gaps.length * .99)]?.toFixed(0)} ms, ${
    gaps.at(-1)?.toFixed(0)} ms`);
  line('its thread: processor time a second, longest task', `${
    (sum(tasks.map((event) => event.tdur ?? 0)) / 1000 / seconds).toFixed(0)} ms, ${
    (Math.max(0, ...tasks.map((event) => event.tdur ?? 0)) / 1000).toFixed(0)} ms`);
  await page.close();
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function cores(pid) {
  const before = cpuSeconds(pid);
  const began = performance.now();
  await pause(1000 * CPU_SECONDS);
  return (cpuSeconds(pid) - before) / ((performance.now() - began) / 1000);
}

/** A server that has been looked at for a while: it compiles what it often does. */
async function warmUp() {
  for (let round = 0; round < WARM_UP; round++) {
    await Promise.all(['/samples', '/health', '/incidents?size=6', '/cluster'].map((path) =>
      fetch(management + path).then((response) => response.text())));
  }
}

/** The server's processor time with ten open overviews beside that without, in turns. */
async function overviews(browser) {
  const { pid } = (await ask(`${management}/info`)).process;
  await warmUp();
  const without = [];
  const watched = [];
  for (let round = 0; round < CPU_ROUNDS; round++) {
    without.push(await cores(pid));
    const pages = [];
    for (let at = 0; at < OVERVIEWS; at++) {
      const page = await browser.newPage();
      // a page in the background does not ask
      await (await page.createCDPSession()).send('Emulation.setFocusEmulationEnabled', { enabled: true });
      await page.goto(`${management}/console/overview`, { waitUntil: 'load' });
      await page.waitForSelector('.tile canvas');
      pages.push(page);
    }
    if ((await Promise.all(pages.map((page) => page.evaluate(() => document.hidden)))).includes(true)) {
      throw new Error('A page is hidden and asks for nothing');
    }
    await pause(10_000);
    watched.push(await cores(pid));
    await Promise.all(pages.map((page) => page.close()));
    await pause(5000);
  }
  const percent = (value) => `${(100 * value).toFixed(1)} %`;
  const cost = median(watched.map((one, round) => one - without[round]));
  line('server with nobody looking, of a core', without.map(percent).join(', '));
  line(`server with ${OVERVIEWS} open overviews, of a core`, watched.map(percent).join(', '));
  line(`what ${OVERVIEWS} open overviews cost the server, of a core`, percent(cost), 100 * cost < GOALS.cpu);
}

const PARTS = { first: firstViews, timeline, overviews };
const browser = await puppeteer.launch({ executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--lang=en', '--disable-background-networking', '--disable-component-update'] });
try {
  console.log('| what | figure | goal |\n|---|---|---|');
  for (const part of process.env.PARTS?.split(',') ?? Object.keys(PARTS)) {
    await PARTS[part](browser);
  }
} finally {
  await browser.close();
}
if (missed.length > 0) {
  console.error(`missed: ${missed.join('; ')}`);
  process.exitCode = 1;
}
