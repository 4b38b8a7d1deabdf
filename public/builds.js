// Builds that a visitor keeps in this browser: how they are stored, read, merged and checked.
//
// A build is its query, which is the whole of it: nothing that follows from it is kept, so a kept build
// is calculated anew when it is opened. A query is kept once. What is stored is what is exported:
//
//     { "format": "headroom-builds", "version": 1,
//       "builds": [{ "name": "…", "query": "n=4&w=f16", "saved": "2026-01-31T12:00:00.000Z" }] }

const KEY = 'headroom.builds';
const FORMAT = 'headroom-builds';
const VERSION = 1;

export const LIMITS = { builds: 500, name: 120, query: 4096, file: 1024 * 1024 };

/** What is wrong, in words for whoever uses the page. */
export class Problem extends Error {}

const BLOCKED =
  'This browser does not let the page keep anything: perhaps its storage is switched off for this site. ' +
  'The link itself holds the whole build: bookmark or copy it.';
const FULL =
  'There is no room left in this browser’s storage for this site. Delete builds, or export them first; ' +
  'the link itself holds the whole build.';

/** The address of a build on this site. */
export function address(query) {
  return query ? `/?${query}` : '/';
}

/** A name as it is kept: on one line, without what is not seen or turns the direction of writing. */
export function tidied(name) {
  const seen = name.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '');
  return seen.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** What is wrong with a name; empty where nothing is. */
export function nameFault(name) {
  const length = [...tidied(name)].length;
  if (!length) return 'A build needs a name.';
  if (length > LIMITS.name) return `The name has ${length} characters; at most ${LIMITS.name} are kept.`;
  return '';
}

function queryFault(query) {
  if (typeof query !== 'string') return 'it has no query';
  if (query.length > LIMITS.query) return `its query has ${query.length} characters; at most ${LIMITS.query} are read`;
  if (!/^[\w\-.~%&=+*!'(),:;@/?$]*$/.test(query)) return 'its query holds characters that no link holds';
  return '';
}

/** An entry as it is kept, or why it cannot be. */
function entry(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { fault: 'it is not a build' };
  const { name, query, saved } = value;
  if (typeof name !== 'string') return { fault: 'it has no name' };
  const fault = queryFault(query) || nameFault(name);
  if (fault) return { fault: fault.replace(/\.$/, '') };
  const day = typeof saved === 'string' ? new Date(saved) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime())) return { fault: 'its day cannot be read' };
  return { build: { name: tidied(name), query, saved: day.toISOString() } };
}

/** How an entry that cannot be used is named: by its place, and by its name where it has one. */
function called(value, index) {
  const name = typeof value?.name === 'string' ? tidied(value.name) : '';
  const short = [...name].slice(0, 40).join('');
  return `Entry ${index + 1}${short ? ` (“${short}”)` : ''}`;
}

/** Reads a text of the format above: its builds, each query once, and a sentence for each entry that cannot be used. */
export function parse(text) {
  let whole;
  try {
    whole = JSON.parse(text);
  } catch {
    throw new Problem('That is not a file of builds: it is not JSON.');
  }
  if (whole?.format !== FORMAT || !Array.isArray(whole.builds)) {
    throw new Problem(`That is not a file of builds: it does not say "format": "${FORMAT}" with a list of builds.`);
  }
  if (whole.version !== VERSION) {
    throw new Problem(
      `That file is of version ${String(whole.version).slice(0, 20)}; this page reads version ${VERSION}. ` +
        'If the file is newer than this page, load the page again.',
    );
  }
  const builds = [];
  const faults = [];
  let repeated = 0;
  const known = new Set();
  whole.builds.forEach((value, index) => {
    const { build, fault } = entry(value);
    if (fault) faults.push(`${called(value, index)}: ${fault}.`);
    else if (known.has(build.query)) repeated += 1;
    else {
      known.add(build.query);
      builds.push(build);
    }
  });
  return { builds, repeated, faults };
}

/** The text of a file that holds these builds. */
export function text(builds) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, builds }, null, 2)}\n`;
}

/** What is stored as it is, whatever it is. */
export function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    throw new Problem(BLOCKED);
  }
}

/** The kept builds, newest first. */
export function all() {
  const kept = stored();
  return kept === null ? [] : parse(kept).builds;
}

function keep(builds) {
  try {
    localStorage.setItem(KEY, text(builds));
  } catch (fault) {
    throw new Problem(fault?.name === 'QuotaExceededError' ? FULL : BLOCKED);
  }
}

/** Forgets everything. */
export function clear() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    throw new Problem(BLOCKED);
  }
}

/** The build of a query, where it is kept. */
export function find(query) {
  return all().find((build) => build.query === query);
}

/** A name that no other kept build has: with a number behind it where it must be. */
export function free(name) {
  const taken = new Set(all().map((build) => build.name));
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${[...name].slice(0, LIMITS.name - 6).join('')} (${count})`;
    if (!taken.has(tried)) return tried;
  }
}

/** Keeps a build on top; a query that is kept already gets the name and stays where it is. */
export function save(name, query) {
  const { build, fault } = entry({ name, query, saved: new Date().toISOString() });
  if (fault) throw new Problem(`This build cannot be kept: ${fault}.`);
  const builds = all();
  if (builds.some((one) => one.query === query)) return rename(query, name);
  if (builds.length >= LIMITS.builds) throw new Problem(`At most ${LIMITS.builds} builds are kept. Delete some first.`);
  keep([build, ...builds]);
}

/** Gives a kept build another name. */
export function rename(query, name) {
  const fault = nameFault(name);
  if (fault) throw new Problem(fault);
  keep(all().map((build) => (build.query === query ? { ...build, name: tidied(name) } : build)));
}

/** Lets go of a build; gives what `putBack` needs. */
export function remove(query) {
  const builds = all();
  const index = builds.findIndex((build) => build.query === query);
  if (index < 0) return null;
  const [build] = builds.splice(index, 1);
  keep(builds);
  return { build, index };
}

/** Puts a removed build back where it was. */
export function putBack({ build, index }) {
  const builds = all().filter((one) => one.query !== build.query);
  if (builds.length >= LIMITS.builds) throw new Problem(`At most ${LIMITS.builds} builds are kept. Delete some first.`);
  builds.splice(Math.min(index, builds.length), 0, build);
  keep(builds);
}

/** Adds what a file holds below what is kept; what is kept already stays as it is. */
export function merge(fileText) {
  const { builds, repeated, faults } = parse(fileText);
  const kept = all();
  const known = new Set(kept.map((build) => build.query));
  const fresh = builds.filter((build) => !known.has(build.query));
  const added = fresh.slice(0, Math.max(0, LIMITS.builds - kept.length));
  for (const build of fresh.slice(added.length)) {
    faults.push(`“${build.name}”: not taken, because at most ${LIMITS.builds} builds are kept.`);
  }
  if (added.length) keep([...kept, ...added]);
  return { added: added.length, known: builds.length - fresh.length + repeated, faults };
}

/** Calls back when another tab has changed what is kept. */
export function watch(changed) {
  addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) changed();
  });
}
