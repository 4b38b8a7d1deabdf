// The WebAssembly half of the comparison: prints what the module given says about every scenario.

const { readFileSync, writeSync } = require('node:fs');
const { count, line, take } = require(process.argv[2]);

function write(text) {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      // A full pipe refuses until its reader has caught up.
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

if (!take(readFileSync(process.argv[2].replace(/js$/, 'rows')))) throw new Error('the rows cannot be read');
const total = count();
for (let index = 0; index < total; index++) write(`${line(index)}\n`);
