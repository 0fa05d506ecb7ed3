#!/usr/bin/env node
// Takes the pictures of the README from a running application, whose flows it adds to. Needs Chromium, and the packages
// of src/test/console:
//
//   npm ci --prefix src/test/console
//   node src/console/pictures.mjs http://localhost:8080 http://localhost:8081
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const puppeteer = createRequire(join(here, '../test/console/'))('puppeteer-core');
const target = join(here, '../docs/images');
const [api = 'http://localhost:8080', management = 'http://localhost:8081'] = process.argv.slice(2);
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

const FLOW = `namespace: shop
id: orders
description: Fetches the orders of a region, reckons each, and tells the warehouse
inputs:
  - {id: region, type: string, default: north}
tasks:
  - {id: fetch, type: sleep, duration: PT0.6S}
  - id: each-order
    type: for-each
    items: "{{ range(1, 9) }}"
    concurrency: 3
    tasks:
      - {id: reckon, type: shell, command: "sleep 0.$((RANDOM % 6 + 2)); echo order {{ item }}"}
      - {id: note, type: log, message: "order {{ item }} of {{ inputs.region }}"}
  - id: report
    type: parallel
    tasks:
      - {id: warehouse, type: sleep, duration: PT1S}
      - id: ledger
        type: shell
        command: "sleep 0.5; test {{ inputs.region }} != south"
        retry: {type: constant, delay: PT1S, maxAttempts: 2}
triggers:
  - {id: often, type: schedule, cron: "*/3 * * * * *", inputs: {region: north}}
  - {id: sometimes, type: schedule, cron: "*/25 * * * * *", inputs: {region: south}}
`;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function ask(path, options = {}) {
  const response = await fetch(api + path, options);
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

await ask('/api/flows/shop/orders', { method: 'PUT', headers: { 'Content-Type': 'application/yaml' }, body: FLOW });
await pause(Number(process.env.SECONDS ?? 240) * 1000);
const { id } = await ask('/api/flows/shop/orders/executions?wait=PT60S', { method: 'POST',
  headers: { 'Content-Type': 'application/json' }, body: '{}' });
await pause(3000);

mkdirSync(target, { recursive: true });
const browser = await puppeteer.launch({ executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--lang=en'] });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860 });
  for (const [name, address] of [['overview', `${management}/console/overview`],
    ['execution', `${api}/console/execution/${id}`]]) {
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForSelector('main h1');
    await pause(4000);
    await page.screenshot({ path: join(target, `${name}.png`) });
  }
} finally {
  await browser.close();
}
