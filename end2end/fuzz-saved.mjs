// Feeds the import of saved builds with broken files for some seconds: `node end2end/fuzz-saved.mjs [SECONDS] [SEED]`.
//
// It gives builds that it would give again, or a sentence; it never fails otherwise, and never takes long.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// As its text: a file that browsers load as a module says nowhere that it is one.
const source = readFileSync(new URL('../public/builds.js', import.meta.url), 'utf8');
const { LIMITS, Problem, nameFault, parse, text, tidied } = await import(
  `data:text/javascript,${encodeURIComponent(source)}`
);

const SEEDS = fileURLToPath(new URL('../fuzz/seeds/saved/', import.meta.url));
/** Longest time that one file may take, in milliseconds. */
const LONGEST = 500;

/** Numbers that look random and are the same for a seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES = [
  '{', '}', '[', ']', '"', ',', ':', 'null', '1e999', '-0', '\\u0000', '\u202e', '\u200b', '\ufeff', '"__proto__"',
  '"builds"', '"version"', '"name"', '"query"', '"saved"', '"n=4"', '"<script>alert(1)</script>"', '\u{1f600}',
];

/** The file with a few places changed. */
function broken(file, pick) {
  let changed = file;
  for (let times = 1 + pick(6); times > 0; times -= 1) {
    const from = pick(changed.length + 1);
    const to = from + (pick(3) ? 0 : pick(20));
    changed = changed.slice(0, from) + PIECES[pick(PIECES.length)] + changed.slice(to);
  }
  return changed;
}

/** What is wrong with how a file is read; nothing, where it is right. */
export function wrong(file) {
  const start = performance.now();
  let read;
  try {
    read = parse(file);
  } catch (problem) {
    return problem instanceof Problem && problem.message.length < 400 ? null : `it fails: ${problem}`;
  }
  if (performance.now() - start > LONGEST) return 'it takes too long';
  for (const { name, query, saved } of read.builds) {
    if (nameFault(name) || tidied(name) !== name) return `the name ${JSON.stringify(name)} is kept`;
    if (query.length > LIMITS.query || Number.isNaN(Date.parse(saved))) return 'an entry is kept that cannot be used';
  }
  if (read.faults.some((fault) => fault.length > 300)) return 'a sentence is as long as what it is about';
  const again = parse(text(read.builds));
  return JSON.stringify(again.builds) === JSON.stringify(read.builds) ? null : 'what was read is read otherwise again';
}

/** Changes the seeds for so many milliseconds; the file that broke it with what is wrong, or how many did not. */
function run(milliseconds, seed) {
  const seeds = readdirSync(SEEDS).map((name) => readFileSync(SEEDS + name, 'utf8'));
  const pick = random(seed);
  const end = performance.now() + milliseconds;
  let tried = 0;
  for (const file of seeds) {
    const fault = wrong(file);
    if (fault) return { tried, file, fault };
  }
  while (performance.now() < end) {
    const file = broken(seeds[pick(seeds.length)], pick);
    const fault = wrong(file);
    if (fault) return { tried, file, fault };
    tried += 1;
  }
  return { tried };
}

const { tried, file, fault } = run(Number(process.argv[2] ?? 60) * 1_000, Number(process.argv[3] ?? Date.now()));
if (fault) {
  console.error(`${fault}:\n${file}`);
  process.exit(1);
}
console.log(`${tried} files, none of them read wrongly.`);
