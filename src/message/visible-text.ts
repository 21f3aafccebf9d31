import { Tokenizer } from 'htmlparser2';

const hiddenElements = new Set(['script', 'style', 'title']);
const headEnd = /<(?:\/head|body)[\s/>]/i;

// White space (U+00A0 too), controls, and what takes no room, such as a zero-width space.
const visibleCharacter = /[^\s\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Whether a message shows anything: text outside tags, comments, `head`, `style`, `script` and `title`, or an image
 * (`img`). Styles are not computed. A plain text is content as it stands.
 */
export function hasVisibleContent(html: string): boolean {
  let isVisible = false;
  let hiddenBy: string | undefined;
  let isInHead = false;
  let hasHeadEnd: boolean | undefined;

  const found = () => {
    isVisible = true;
    tokenizer.pause();
  };
  const onText = (text: string) => {
    if (!isInHead && !hiddenBy && visibleCharacter.test(text)) found();
  };
  const ignore = () => {};
  // The package's tokenizer and not its parser, which keeps the open tags and looks through all of them for each
  // closing tag: a body of unclosed tags would take minutes.
  const tokenizer = new Tokenizer(
    {},
    {
      ontext: (start, end) => onText(html.slice(start, end)),
      ontextentity: (codePoint) => onText(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => {
        const name = html.slice(start, end).toLowerCase();
        if (name === 'img') found();
        else if (name === 'body') isInHead = false;
        // Mail programs end a head at the first thing that cannot stand in it, so one left open hides nothing.
        else if (name === 'head') isInHead = hasHeadEnd ??= headEnd.test(html);
        else if (hiddenElements.has(name)) hiddenBy = name;
      },
      onclosetag: (start, end) => {
        const name = html.slice(start, end).toLowerCase();
        if (name === 'head') isInHead = false;
        if (name === hiddenBy) hiddenBy = undefined;
      },
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return isVisible;
}
