import { createPrompt, isEnterKey, useEffect, useKeypress, useRef, useState } from '@inquirer/core';
import { standardError } from '../standard-streams.js';

/** How the parts of a prompt look. */
export interface Looks {
  readonly mark: string;
  readonly doneMark: string;
  readonly cursor: string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly answer: (text: string) => string;
  readonly error: (text: string) => string;
  /** A text as lines that fit the window; the lines after the first are indented. */
  readonly wrap: (text: string) => string[];
}

/** What a text is asked with. */
export interface TextQuestion {
  readonly message: string;
  /** Lines below the question. */
  readonly help: readonly string[];
  readonly looks: Looks;
  /** Why a text cannot be taken, in words. */
  readonly problem: (text: string) => string | undefined;
  /** Stands there already, to be kept or changed. */
  readonly initial?: string;
  readonly isSecret?: boolean;
  /** Signs that stand for an answer, each with the words of it. */
  readonly signs?: ReadonlyMap<string, string>;
}

const STARS = 8; // what is shown of a secret, however long it is

/** One line of text. */
export const textPrompt = createPrompt<string, TextQuestion>((asked, done) => {
  const { initial, isSecret, looks } = asked;
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [isDone, setDone] = useState(false);
  useEffect((rl) => {
    if (initial === undefined) return;
    rl.write(initial);
    setValue(initial);
  }, []);
  useKeypress((key, rl) => {
    if (isDone) return;
    if (!isEnterKey(key)) {
      setValue(rl.line);
      setProblem(undefined);
      return;
    }
    const fault = asked.problem(value);
    if (fault !== undefined) {
      // Enter has emptied the line; what was typed is there to be put right.
      rl.write(value);
      setProblem(fault);
      return;
    }
    setDone(true);
    done(value);
  });
  if (isDone) return answered(asked, isSecret ? '*'.repeat(STARS) : value);
  const shown = isSecret ? '*'.repeat(value.length) : harmless(value);
  return [
    [...head(asked), `${looks.cursor} ${shown}`].join('\n'),
    problem === undefined ? '' : looks.wrap(problem).map(looks.error).join('\n  '),
  ];
});

// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Bracketed Paste Mode": a terminal says where a paste begins and ends.
const BRACKETS_ON = '\u001b[?2004h';
const BRACKETS_OFF = '\u001b[?2004l';

/** Several lines, typed or pasted; an empty line that is typed ends them. */
export const linesPrompt = createPrompt<string, TextQuestion>((asked, done) => {
  const { signs, looks } = asked;
  const [lines, setLines] = useState<readonly string[]>([]);
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [isDone, setDone] = useState(false);
  const paste = useRef<Paste>({ isOn: false, wasReturn: false, lines: [], line: '' });
  useEffect(() => {
    standardError.write(BRACKETS_ON);
    return () => {
      standardError.write(BRACKETS_OFF);
    };
  }, []);
  const end = (text: string) => {
    setDone(true);
    setValue('');
    done(text);
  };
  const enter = (rl: { write(text: string): void }) => {
    setProblem(undefined);
    setValue('');
    // A sign needs no second line.
    if (lines.length === 0 && signs?.has(value.trim())) {
      setLines([value]);
      return end(value.trim());
    }
    if (value.trim() === '') {
      const text = lines.join('\n');
      const fault = lines.length === 0 ? 'Expected an answer.' : asked.problem(text);
      if (fault === undefined) return end(text);
      setLines([]);
      return setProblem(lines.length === 0 ? fault : `${fault} Please give all lines again.`);
    }
    const fault = asked.problem([...lines, value].join('\n'));
    if (fault === undefined) return setLines([...lines, value]);
    rl.write(value);
    setValue(value);
    setProblem(fault);
  };
  useKeypress((key, rl) => {
    if (isDone) return;
    const now = paste.current;
    // The second half of the end of a line as Windows writes it.
    const isSecondHalf = key.name === 'enter' && now.wasReturn;
    now.wasReturn = key.name === 'return';
    if (key.name === 'paste-start') Object.assign(now, { isOn: true, lines: [], line: value });
    else if (key.name === 'paste-end') {
      now.isOn = false;
      setLines([...lines, ...now.lines]);
      setValue(rl.line);
      setProblem(undefined);
    } else if (now.isOn) {
      // Drawn once at its end: a thousand lines would take half a minute otherwise.
      if (!isEnterKey(key)) now.line = rl.line;
      else if (!isSecondHalf) now.lines.push(now.line);
      if (isEnterKey(key)) now.line = '';
    } else if (!isEnterKey(key)) {
      setValue(rl.line);
      setProblem(undefined);
    } else if (!isSecondHalf) enter(rl);
  });
  if (isDone) return answered(asked, lines.length > 1 ? `${lines.length} lines` : (lines[0] ?? ''));
  const last = lines.at(-1);
  return [
    [
      ...head(asked),
      ...(last === undefined
        ? []
        : [looks.dim(`  ${lines.length === 1 ? '1 line' : `${lines.length} lines`}; last: ${brief(last)}`)]),
      `${looks.cursor} ${harmless(value)}`,
    ].join('\n'),
    problem === undefined ? '' : looks.wrap(problem).map(looks.error).join('\n  '),
  ];
});

/** What has come of a paste so far. */
interface Paste {
  isOn: boolean;
  wasReturn: boolean;
  readonly lines: string[];
  line: string;
}

const head = ({ message, help, looks }: TextQuestion) => [
  `${looks.mark} ${messageShown(looks, message)}`,
  ...helpShown(looks, help),
];

function answered({ message, looks, signs }: TextQuestion, answer: string): string {
  const said = signs?.get(answer.trim()) ?? answer;
  return `${looks.doneMark} ${messageShown(looks, message)} ${looks.answer(brief(said))}`;
}

/** A question, to stand behind its mark. */
export const messageShown = (looks: Looks, message: string): string =>
  looks.wrap(message).map(looks.bold).join('\n  ');

/** Lines of help. */
export const helpShown = (looks: Looks, help: readonly string[]): string[] =>
  help.flatMap(looks.wrap).map((line) => `  ${looks.dim(line)}`);

const LONGEST = 60;
const brief = (text: string) => harmless(text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);

/** What a person typed, with as many characters, of which none acts on the terminal. */
const harmless = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
