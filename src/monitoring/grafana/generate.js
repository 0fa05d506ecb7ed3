// Writes dashboards/<uid>.json from boards/*.js; with --check says which of them are not what would be written.
const fs = require('node:fs');
const path = require('node:path');

const boards = path.join(__dirname, 'boards');
const target = path.join(__dirname, 'dashboards');

const made = new Map(
  fs
    .readdirSync(boards)
    .sort()
    .map((file) => require(path.join(boards, file)).build())
    .map((board) => [`${board.uid}.json`, `${JSON.stringify(board, null, 2)}\n`]),
);

// Not .lint, which is written by hand.
const present = () => fs.readdirSync(target).filter((name) => name.endsWith('.json'));

const there = (name) => {
  const file = path.join(target, name);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
};

if (process.argv.includes('--check')) {
  const stale = [...made].filter(([name, json]) => there(name) !== json).map(([name]) => name);
  const left = present().filter((name) => !made.has(name));
  for (const name of [...stale, ...left]) {
    console.error(`${name} is not what boards/ makes: npm run generate`);
  }
  process.exitCode = stale.length + left.length > 0 ? 1 : 0;
} else {
  fs.mkdirSync(target, { recursive: true });
  for (const name of present().filter((file) => !made.has(file))) {
    fs.rmSync(path.join(target, name));
  }
  for (const [name, json] of made) {
    fs.writeFileSync(path.join(target, name), json);
  }
}
