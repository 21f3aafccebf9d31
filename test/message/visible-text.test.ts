import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasVisibleContent } from '../../src/message/visible-text.js';

describe('hasVisibleContent', () => {
  it.each([
    'Hello',
    '.',
    '0',
    '5 < 6',
    'a & b',
    '&amp;nbsp;',
    '&lt;p&gt;',
    '&euro;',
    '&#72;',
    '&unknown;',
    "[[v('x')]]",
    "<p>[[v('customer.first-name')]]</p>",
    '[[IF a<b]]',
    '<p>Hello</p>',
    '<p>Hello',
    '<div><table><tr><td>&nbsp;</td><td> x</td>',
    '<p>&nbsp;&zwnj;&#8203;x</p>',
    '<img src="logo.png">',
    '<IMG/>',
    '<p><img >',
    '<a href="x"><img src=y></a>',
    '<html><head><title>Title</title></head><body>Hello</body></html>',
    '<head><title>Title</title><body>Hello',
    '<head><style>p {}</style><p>A head that is never closed</p>',
    '<!-- comment -->x',
    '<!-->x',
    '<![if !mso]>Hello<![endif]>',
    '<style></style>x',
    '<header>Hello</header>',
    '<headline>Hello</headline></head>',
    '<STYLE>a</STYLE >x',
    '<p style="display:none">Styles are not computed.</p>',
    '<noscript>Hello</noscript>',
    '<template>Hello</template>',
    '<textarea>Hello</textarea>',
    '<textarea>&#72;</textarea>',
    '<button>Pay</button>',
    '</p>x',
    '<>',
    '<3',
    '日本語',
    '\u{1f600}',
  ])('%j shows something', (html) => {
    expect(hasVisibleContent(html)).toBe(true);
  });

  it.each([
    '',
    ' \r\n\t',
    '\u00a0\u2003\u3000',
    '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f',
    '<p>&nbsp;</p>',
    '<p>&nbsp</p>',
    '<p>&NonBreakingSpace;&emsp;&zwj;&ZeroWidthSpace;&shy;</p>',
    '<p>&#160;&#xA0;&#x200B;&#8204;&#65279;&#847;</p>',
    '<p><br></p><hr/>',
    '<p title="Hello" data-x=\'Hello\' alt=Hello>',
    '<a href="https://example.com/a?b=1&amp;c=2"></a>',
    '<div',
    '<p class="Hello',
    '</Hello>',
    '<!-- Hello -->',
    '<!-- Hello',
    '<!-- <img src="logo.png"> -->',
    '<!--[if mso]>Hello<![endif]-->',
    '<!doctype html>',
    '<?xml version="1.0"?>',
    '<style>p { color: red }</style>',
    '<STYLE type="text/css">p { color: red }</STYLE>',
    '<style>p { color: red }',
    '<style/>p { color: red }</style>',
    '<style></stylex>p { color: red }</style>',
    '<script>document.write("<p>Hello</p>")</script>',
    '<script>"<img>"</script>',
    '<title>Hello &amp; welcome</title>',
    '<html><head><title>Hello</title><meta name="x" content="Hello"></head><body>\n</body></html>',
    '<head>Hello</head>',
    '<head>Hello<body></body>',
    '<HEAD><p>Hello</p></HEAD>',
    '<head><title>Hello</title>',
    '<svg><circle r="1"/></svg>',
  ])('%j shows nothing', (html) => {
    expect(hasVisibleContent(html)).toBe(false);
  });

  const hidden = fc.constantFrom(
    '&nbsp;',
    ' ',
    '\u200b',
    '<!-- x -->',
    '<br>',
    '<div>',
    '</div>',
    '<style>x</style>',
    '<script>x</script>',
    '<title>x</title>',
    '<head>x</head>',
    '<p class="x">',
  );

  it('finds the one visible thing among hidden ones, and nothing without it', () => {
    const some = fc.array(hidden).map((parts) => parts.join(''));
    fc.assert(
      fc.property(some, fc.constantFrom('x', '&#120;', '<img>', '[[x]]'), some, (before, visible, after) => {
        expect(hasVisibleContent(before + after)).toBe(false);
        expect(hasVisibleContent(before + visible + after)).toBe(true);
      }),
    );
  });

  it('answers for any text', () => {
    const piece = fc.oneof(
      hidden,
      fc.constantFrom('<', '>', '&', '"', '</', '<!', '--', '[', 'x', '<title', '&#'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(typeof hasVisibleContent(pieces.join(''))).toBe('boolean');
      }),
    );
  });

  it.each(['<p>&nbsp;</p>', '<div>', '</b>', '<head>', '<title>', '<!--', '&nbsp', '<p a="', ' '])(
    'goes through megabytes of %j',
    (piece) => {
      expect(hasVisibleContent(piece.repeat(2 ** 21 / piece.length))).toBe(false);
    },
  );

  it('goes through half a million open tags and as many closing ones', () => {
    expect(hasVisibleContent('<div>'.repeat(500_000) + '</b>'.repeat(500_000))).toBe(false);
  });
});
