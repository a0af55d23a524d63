// Prints the path of the browser that the tests use: unpacked from its npm package into the folder given, once.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? '../../../target/browser');
await mkdir(folder, { recursive: true });
// the package unpacks into the temporary folder, whatever that is
process.env.TMPDIR = folder;
const { default: chromium, inflate } = await import('@sparticuz/chromium');
const executable = await chromium.executablePath();

let missing = '';
try {
  missing = execFileSync('ldd', [executable], { encoding: 'utf8' });
} catch {
  // no ldd here: the browser itself will say what it lacks
}
if (!missing.includes('not found')) {
  console.log(executable);
} else {
  // a machine without a desktop lacks a few libraries; the package has them too
  const libraries = join(folder, 'al2023/lib');
  if (!existsSync(libraries)) {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    await inflate(join(dirname(entry), '../bin/al2023.tar.br'));
  }
  const launcher = join(folder, 'chromium-with-libraries');
  await writeFile(
    launcher,
    `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}'"\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec '${executable}' "$@"\n`,
    { mode: 0o755 },
  );
  console.log(launcher);
}
