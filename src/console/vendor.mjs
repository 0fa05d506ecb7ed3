#!/usr/bin/env node
// Fetches the libraries of the console from npm, as vendor.json lists them, and compares what they give with the
// files in src/main/resources/console/assets/vendor. Needs Node.js 18 and npm.
//
//   node src/console/vendor.mjs           checks; ends with 1 where anything differs
//   node src/console/vendor.mjs --write   writes the files and their hashes after a change of a version
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const list = join(here, 'vendor.json');
const target = join(here, '../main/resources/console/assets/vendor');
const write = process.argv.includes('--write');
const packages = JSON.parse(readFileSync(list, 'utf8'));
const work = mkdtempSync(join(tmpdir(), 'vendor-'));
const wrong = [];

const modules = new Map();
for (const one of packages) {
  for (const [from, to] of Object.entries(one.files)) {
    if (one.module === from) {
      modules.set(one.name, to);
    }
  }
}

/** Browsers know no bare names: an import of another package becomes the file that it was written to. */
function withPaths(text, file) {
  const bare = /^((?:import|export)\b[^'";]*\bfrom\s*|import\s*)(['"])(@?[a-z][\w./-]*)\2(?:;?$|(?=;))/gm;
  return text.replace(bare, (whole, before, quote, name) => {
    if (!modules.has(name)) {
      throw new Error(`${file} imports ${name}, which vendor.json does not list`);
    }
    const path = relative(dirname(file), modules.get(name));
    return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
  });
}

const hash = (bytes, algorithm, encoding) => createHash(algorithm).update(bytes).digest(encoding);

try {
  for (const one of packages) {
    const name = execFileSync('npm', ['pack', `${one.name}@${one.version}`, '--silent', '--pack-destination', work],
      { encoding: 'utf8' }).trim().split('\n').pop();
    const archive = join(work, name);
    const integrity = `sha512-${hash(readFileSync(archive), 'sha512', 'base64')}`;
    if (write) {
      one.integrity = integrity;
    } else if (one.integrity !== integrity) {
      wrong.push(`${one.name}@${one.version} has another hash than vendor.json`);
    }
    const folder = join(work, name.replace(/\.tgz$/, ''));
    mkdirSync(folder);
    execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const files = { ...one.files, [licence]: `licences/${one.name.replace('/', '-').replace('@', '')}.txt` };
    one.sha256 ??= {};
    for (const [from, to] of Object.entries(files)) {
      let bytes = readFileSync(join(folder, from));
      if (one.module && from.endsWith('.js')) {
        bytes = Buffer.from(withPaths(bytes.toString('utf8'), to));
      }
      const path = join(target, to);
      const sha256 = hash(bytes, 'sha256', 'hex');
      if (write) {
        one.sha256[to] = sha256;
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, bytes);
      } else if (one.sha256[to] !== sha256 || !existsSync(path)
          || hash(readFileSync(path), 'sha256', 'hex') !== sha256) {
        wrong.push(`${to} is not what ${one.name}@${one.version} gives`);
      }
    }
  }
} finally {
  rmSync(work, { recursive: true });
}
if (write) {
  writeFileSync(list, `${JSON.stringify(packages, null, 2)}\n`);
}
wrong.forEach((line) => console.error(line));
process.exitCode = wrong.length ? 1 : 0;
