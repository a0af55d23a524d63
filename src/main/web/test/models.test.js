import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const processes = join(dirname(fileURLToPath(import.meta.url)), '../../../../processes');
const require = createRequire(import.meta.url);
const bpmnlint = join(dirname(require.resolve('bpmnlint/package.json')), 'bin/bpmnlint.js');

for (const file of readdirSync(processes).filter((name) => name.endsWith('.bpmn'))) {
  test(`${file} keeps to the rules of bpmnlint`, () => {
    let report = '';
    try {
      execFileSync(process.execPath, [bpmnlint, '--config', join(processes, '.bpmnlintrc'), join(processes, file)], {
        cwd: join(dirname(fileURLToPath(import.meta.url)), '..'),
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (error) {
      report = `${error.stdout}${error.stderr}`;
    }
    assert.equal(report, '');
  });
}
