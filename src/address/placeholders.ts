// Local parts that say "no address" at any domain, or a mailbox that nobody reads.
const emptyLocalParts = new Set(
  `none noemail no-email no_email no.email noemailaddress no-email-address nomail no-mail no_mail no.mail noaddress
  noaddr n/a null nil notprovided not-provided not_provided not.provided notavailable not-available notapplicable
  noreply no-reply no_reply no.reply donotreply do-not-reply do_not_reply do.not.reply donotemail do-not-email
  fakeemail fake-email`.split(/\s+/),
);

// Words that only mean nothing when the domain repeats them: test@test.com, na@na.com.
const repeatedWords = new Set(
  `na none no test testing test1 email mail fake a aa aaa b x xx xxx abc asd asdf qwerty noone nobody nothing unknown
  user name temp dummy blank noemail nomail foo bar`.split(/\s+/),
);

/** Whether an address stands for "this customer has none"; `none2@` is read as `none@`. */
export function isPlaceholder(localPart: string, domain: string): boolean {
  const word = localPart.toLowerCase();
  if (emptyLocalParts.has(withoutNumber(word))) return true;
  return repeatedWords.has(word) && word === domain.toLowerCase().split('.', 1)[0];
}

function withoutNumber(word: string): string {
  let end = word.length;
  while (end > 0 && isDigit(word.charCodeAt(end - 1))) end -= 1;
  return word.slice(0, end);
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
