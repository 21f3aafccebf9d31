import { COMPANY_PRIMARY, isEmpty, leavesThrough, senderOf } from '../src/account/lookup.js';
import { isFreeMail, isItsServer } from '../src/address/free-mail.js';
import { defineCheck, type Outcome } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { type DmarcRecord, domainOf, hasTooManyLookups, type SenderDns, type Spf } from '../src/core/probed-dns.js';
import { addressKey, type SesIdentities } from '../src/core/probed-ses.js';
import { isAligned, isEnforced, keyProof, type Proof, sesKeyProof, spfProof } from '../src/core/sender-alignment.js';
import { counted, cut, listed, quoted } from '../src/core/words.js';

type Seen = View<'transport' | 'companyEmails' | 'notification' | 'probed'>;
