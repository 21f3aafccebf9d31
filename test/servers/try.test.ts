import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { it } from 'vitest';
import { startPostfix } from './postfix.js';

it('x', async () => {
  const t = Date.now();
  const e = await startPostfix();
  console.log(Date.now() - t, e.port, e.folder);
  const m = e.processes().map(String);
  const st = spawn('true', ['-f', '-tt', '-o', '/tmp/st.log', ...m.flatMap((p) => ['-p', p])], {
    stdio: 'ignore',
  });
  await wait(500);
  const swaks = (...a: string[]) => {
    const t = Date.now();
    const o = (() => {
      try {
        return execFileSync(
          'swaks',
          [
            '--server',
            '127.0.0.1',
            '--port',
            String(e.port),
            '--quit-after',
            'RCPT',
            '--timeout',
            '5',
            '-tls',
            '-a',
            'PLAIN',
            ...a,
          ],
          { encoding: 'utf8' },
        );
      } catch (x) {
        return (x as any).stdout + (x as any).stderr;
      }
    })();
    console.log(
      Date.now() - t,
      a,
      o
        .split('\n')
        .filter((l: string) => /^(<|\*\*\*)/.test(l) && !/250[- ][A-Z0-9]+$/.test(l))
        .join('\n'),
    );
  };
  const ok = ['-au', 'notices@lender.example', '-ap', 'correct-horse', '-f', 'notices@lender.example'];
  swaks(...ok, '-t', 'ana@example.com');
  swaks(...ok, '-ap', 'wrong', '-t', 'ana@example.com');

  swaks(...ok, '-au','down@lender.example', '-t','ana@example.com');
  swaks(...ok, '-au','down@lender.example','-t','ana@example.com');
  swaks(...ok, '-t','ana@example.com');
  console.log(execFileSync('cat',[e.folder+'/log/dovecot.log'],{encoding:'utf8'}));
  const tt = Date.now();
  await e.stop();
  console.log(Date.now() - tt);
}, 60000);
