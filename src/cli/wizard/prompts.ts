import {
  createPrompt,
  isEnterKey,
  type KeypressEvent,
  useEffect,
  useKeypress,
  useRef,
  useState,
} from '@inquirer/core';

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

/** What lines of text are asked with. */
export interface LinesQuestion extends TextQuestion {
  /** Answers on the first line that need no second one. */
  readonly words: readonly string[];
}

// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Bracketed Paste Mode": a terminal says where a paste begins and ends.
const BRACKETS_ON = '\u001b[?2004h';
const BRACKETS_OFF = '\u001b[?2004l';

/** Several lines, typed or pasted; an empty line that is typed ends them. */
export const linesPrompt = createPrompt<string, LinesQuestion>((asked, done) => {
  const { words, looks } = asked;
  const [lines, setLines] = useState<readonly string[]>([]);
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [isDone, setDone] = useState(false);
  const paste = useRef({ isOn: false, wasReturn: false });
  useEffect(() => {
    process.stderr.write(BRACKETS_ON);
    return () => {
      process.stderr.write(BRACKETS_OFF);
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
    if (lines.length === 0 && words.includes(value.trim())) return end(value.trim());
    if (paste.current.isOn) return setLines([...lines, value]);
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
    const { wasReturn } = paste.current;
    paste.current.wasReturn = key.name === 'return';
    if (isPasteMark(key)) paste.current.isOn = key.name === 'paste-start';
    else if (!isEnterKey(key)) {
      setValue(rl.line);
      setProblem(undefined);
    }
    // The second half of the end of a line as Windows writes it.
    else if (!(key.name === 'enter' && wasReturn)) enter(rl);
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

const isPasteMark = ({ name }: KeypressEvent) => name === 'paste-start' || name === 'paste-end';

const head = ({ message, help, looks }: TextQuestion) => [
  `${looks.mark} ${messageShown(looks, message)}`,
  ...helpShown(looks, help),
];

function answered({ message, looks }: TextQuestion, answer: string): string {
  return `${looks.doneMark} ${messageShown(looks, message)} ${looks.answer(brief(answer))}`;
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
