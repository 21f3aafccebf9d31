import type { Check } from '../src/core/check.js';
import connectionsAccount from './connections-account.js';
import connectionsBalance from './connections-balance.js';
import customerEmail from './customer-email.js';
import customerEnrollment from './customer-enrollment.js';
import deliveryHistory from './delivery-history.js';
import doNotDisturb from './do-not-disturb.js';
import emailService from './email-service.js';
import fromAddress from './from-address.js';
import loanStatusEnrollment from './loan-status-enrollment.js';
import messageConsistency from './message-consistency.js';
import messageEnabled from './message-enabled.js';
import messagePresent from './message-present.js';
import messageRestrictions from './message-restrictions.js';
import messageTrigger from './message-trigger.js';
import recipientDomain from './recipient-domain.js';
import recipientSuppression from './recipient-suppression.js';
import sendLimits from './send-limits.js';
import senderAuthentication from './sender-authentication.js';
import sesAccount from './ses-account.js';
import sesSettings from './ses-settings.js';
import smtpHandshake from './smtp-handshake.js';
import smtpSettings from './smtp-settings.js';

/** Every check, in the order of LoanPro's troubleshooting article. Ids are public and never reused. */
export const checks: readonly Check[] = [
  connectionsAccount,
  connectionsBalance,
  emailService,
  smtpSettings,
  smtpHandshake,
  sesSettings,
  sesAccount,
  fromAddress,
  senderAuthentication,
  doNotDisturb,
  messageEnabled,
  messagePresent,
  messageTrigger,
  messageRestrictions,
  customerEmail,
  recipientDomain,
  customerEnrollment,
  loanStatusEnrollment,
  recipientSuppression,
  sendLimits,
  deliveryHistory,
];

/**
 * Run by `mailcheck check` beside the others: each compares a notification with the rest of the account, which says
 * nothing about why one email did not send.
 */
export const settingsChecks: readonly Check[] = [messageConsistency];
