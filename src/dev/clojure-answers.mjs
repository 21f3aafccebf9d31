// Asks real Clojure (Debian's package `clojure`) for the answers that the evaluator of rules is compared with:
//   node src/dev/clojure-answers.mjs           writes fixtures/rules/clojure-answers.json
//   node src/dev/clojure-answers.mjs --check   exits with 1 where Clojure now answers otherwise
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expressions } from './clojure-expressions.mjs';

const SEED = 20261103;
const CLOJURE = 'clojure';
const file = fileURLToPath(new URL('../../fixtures/rules/clojure-answers.json', import.meta.url));

// What a text holds is read as one form, as a rule is; whatever else is wrong with it counts as thrown.
const program = (texts) => `
(require 'clojure.string)
(defn answer [text]
  (try
    (let [reader (java.io.PushbackReader. (java.io.StringReader. text))
          form (read reader)
          rest (read reader false ::end)]
      (if (= rest ::end) (str "= " (pr-str (pr-str (eval form)))) "thrown"))
    (catch Throwable _ "thrown")))
(println (clojure-version))
(doseq [text ${texts}] (println (answer text)))
`;

function ask(texts) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-clojure-'));
  try {
    const script = path.join(folder, 'answers.clj');
    writeFileSync(script, program(`[${texts.map((text) => JSON.stringify(text)).join('\n')}]`));
    const { status, stdout, stderr, error } = spawnSync(CLOJURE, [script], {
      encoding: 'utf8',
      timeout: 120_000,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, JAVA_TOOL_OPTIONS: '-Dfile.encoding=UTF-8 -Duser.language=en' },
    });
    if (error || status !== 0) throw new Error(`clojure ended with ${status}: ${error ?? stderr}`);
    const [version = '', ...lines] = stdout.trim().split('\n');
    if (lines.length !== texts.length) throw new Error(`${texts.length} questions, ${lines.length} answers`);
    return {
      clojure: version,
      answers: texts.map((expression, i) => {
        const line = lines[i] ?? '';
        return line === 'thrown'
          ? { expression, thrown: true }
          : { expression, answer: JSON.parse(line.slice(2)) };
      }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { clojure, answers } = ask(expressions(SEED));
// Division by zero is settled otherwise: it is always unknown, also where doubles make an infinity of it. What names
// an object differs from run to run.
const comparable = answers.filter(({ answer }) => !/##|#object|@/.test(answer ?? ''));
const document = `{"clojure": ${JSON.stringify(clojure)}, "answers": [\n${comparable
  .map((entry) => JSON.stringify(entry))
  .join(',\n')}\n]}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(file, document);
  process.stdout.write(`${comparable.length} answers of Clojure ${clojure}\n`);
} else if (readFileSync(file, 'utf8') === document) {
  process.stdout.write(`${comparable.length} answers of Clojure ${clojure}, as in the fixture\n`);
} else {
  const before = new Set(readFileSync(file, 'utf8').split('\n'));
  const changed = document.split('\n').filter((line) => !before.has(line));
  process.stderr.write(
    `Clojure ${clojure} answers otherwise than the fixture:\n${changed.slice(0, 20).join('\n')}\n`,
  );
  process.exitCode = 1;
}
