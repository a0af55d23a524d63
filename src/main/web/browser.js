// Prints the path of the browser that the tests use: unpacked from the npm package into the folder given.
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? '../../../target/browser');
await mkdir(folder, { recursive: true });
process.env.TMPDIR = folder;
const { default: chromium } = await import('@sparticuz/chromium');
const unpacked = await chromium.executablePath();
const target = join(folder, 'chromium');
if (unpacked !== target && !(await stat(target).catch(() => null))) {
  await copyFile(unpacked, target);
}
console.log(target);
