import check from '../../checks/loan-status-enrollment.js';
import type { EnrollmentRow } from '../../src/account/types.js';
import { checkTable } from '../support/check-table.js';

const table = '/enrollmentByStatus';
const links = '/customers/0/links';
const access = `${links}/0/emailAccess`;
const loan = `${links}/0/loan`;
const status = `${loan}/status`;
const subStatus = `${loan}/subStatus`;

/** The table of the account; the loan is Open / Repaying unless said otherwise. */
const rows = (...list: EnrollmentRow[]) => ({ [table]: list });
const on = { emailEnroll: true };
const off = { emailEnroll: false };
const open = { status: 'Open' };
const repaying = { status: 'Open', subStatus: 'Repaying' };
const frozen = { status: 'Open', subStatus: 'Frozen' };
const closed = { status: 'Closed' };

checkTable(check, [
  { name: 'on', says: ['pass'], naming: ['On for "Open / Repaying".'] },
  {
    name: 'off',
    set: rows({ ...repaying, ...off }),
    says: ['fail status-off'],
    naming: ['"Open / Repaying"; Email Access is ticked too, but editing the link alone will not help.'],
  },
  {
    name: 'off, access not ticked',
    set: { ...rows({ ...repaying, ...off }), [access]: false },
    says: ['fail status-off'],
    naming: ['"Open / Repaying".'],
  },
  {
    name: 'off, access not given',
    set: { ...rows({ ...repaying, ...off }), [access]: undefined },
    says: ['fail status-off'],
    naming: ['"Open / Repaying".'],
  },

  {
    name: 'the row of the sub-status wins: off',
    set: rows({ ...open, ...on }, { ...repaying, ...off }),
    says: ['fail status-off'],
  },
  {
    name: 'the row of the sub-status wins: on',
    set: rows({ ...open, ...off }, { ...repaying, ...on }),
    says: ['pass'],
  },
  {
    name: "no row for the sub-status: the status's row, off",
    set: rows({ ...frozen, ...on }, { ...open, ...off }),
    says: ['fail status-off'],
  },
  {
    name: "no row for the sub-status: the status's row, on",
    set: rows({ ...frozen, ...off }, { ...open, ...on }),
    says: ['pass'],
    naming: ['On for "Open / Repaying", by the row "Open".'],
  },
  {
    name: 'a row with subStatus null is the row of the status',
    set: rows({ ...open, subStatus: null, ...off }),
    says: ['fail status-off'],
  },
  {
    name: 'a row with a blank sub-status is the row of the status',
    set: rows({ ...open, subStatus: ' ', ...off }),
    says: ['fail status-off'],
  },
  {
    name: 'no row for status and sub-status',
    set: rows({ ...frozen, ...on }, { ...closed, ...on }),
    says: [`unknown ${table}`],
    naming: ['Open / Repaying'],
  },
  {
    name: 'the same sub-status of another status is another row',
    set: rows({ status: 'Closed', subStatus: 'Repaying', ...off }),
    says: [`unknown ${table}`],
  },
  { name: 'a table without rows', set: rows(), says: [`unknown ${table}`] },
  { name: 'an empty table', set: { [table]: null }, says: [`unknown ${table}`] },
  { name: 'the table not given', set: { [table]: undefined }, says: [`unknown ${table}`] },
  { name: 'a row that names nothing', set: rows({ ...off }), says: [`unknown ${table}`] },
  {
    name: 'a row without emailEnroll',
    set: rows({ ...closed, ...on }, { ...repaying, webAccess: true }),
    says: [`unknown ${table}/1/emailEnroll`],
  },
  {
    name: "a row without emailEnroll does not give way to the status's row",
    set: rows({ ...open, ...on }, repaying),
    says: [`unknown ${table}/1/emailEnroll`],
  },

  {
    name: "the loan has no sub-status (null): the status's row",
    set: { ...rows({ ...repaying, ...on }, { ...open, ...off }), [subStatus]: null },
    says: ['fail status-off'],
    naming: ['"Open"'],
  },
  {
    name: "the loan has no sub-status (blank): the status's row",
    set: { ...rows({ ...repaying, ...on }, { ...open, ...off }), [subStatus]: '  ' },
    says: ['fail status-off'],
  },
  {
    name: 'the loan has no sub-status, and the status has no row',
    set: { ...rows({ ...repaying, ...on }), [subStatus]: null },
    says: [`unknown ${table}`],
  },
  {
    name: 'sub-status not given, the status has one row: on',
    set: { ...rows({ ...open, ...on }, { ...closed, ...off }), [subStatus]: undefined },
    says: ['pass'],
  },
  {
    name: 'sub-status not given, the status has one row: off',
    set: { ...rows({ ...open, ...off }, { ...closed, ...on }), [subStatus]: undefined },
    says: ['fail status-off'],
  },
  {
    name: 'sub-status not given, and the status has a second row',
    set: { ...rows({ ...open, ...on }, { ...repaying, ...on }), [subStatus]: undefined },
    says: [`unknown ${subStatus}`],
  },
  {
    name: 'sub-status not given, and the status has only a row with one',
    set: { [subStatus]: undefined },
    says: [`unknown ${subStatus}`],
  },
  {
    name: 'sub-status not given, and the status has no row',
    set: { ...rows({ ...closed, ...on }), [subStatus]: undefined },
    says: [`unknown ${table}`],
  },

  { name: 'status not given', set: { [status]: undefined }, says: [`unknown ${status}`] },
  { name: 'status null', set: { [status]: null }, says: [`unknown ${status}`] },
  { name: 'status blank', set: { [status]: ' ' }, says: [`unknown ${status}`] },
  { name: 'nothing of the loan given', set: { [loan]: undefined }, says: [`unknown ${status}`] },
  {
    name: 'neither table nor status given',
    set: { [table]: undefined, [status]: undefined },
    says: [`unknown ${table} ${status}`],
  },

  {
    name: 'blanks around a name do not count',
    set: rows({ status: ' Open ', subStatus: 'Repaying\t', ...off }),
    says: ['fail status-off'],
  },
  {
    name: 'a status that differs in case is another status',
    set: rows({ status: 'open', ...on }),
    says: [`unknown ${table}`],
    naming: ['"open"', 'upper and lower case'],
  },
  {
    name: 'a sub-status that differs in case is another sub-status',
    set: rows({ status: 'Open', subStatus: 'REPAYING', ...on }),
    says: [`unknown ${table}`],
    naming: ['"Open / REPAYING"', 'upper and lower case'],
  },
  {
    name: "a sub-status that differs in case: the status's row",
    set: rows({ status: 'Open', subStatus: 'repaying', ...on }, { ...open, ...off }),
    says: ['fail status-off'],
    naming: ['"Open / repaying"', 'upper and lower case'],
  },

  { name: 'no links: []', set: { [links]: [] }, says: ['skip blocked-by:customer-enrollment'] },
  { name: 'no links: null', set: { [links]: null }, says: ['skip blocked-by:customer-enrollment'] },
  { name: 'links not given', set: { [links]: undefined }, says: [`unknown ${links}`] },
  {
    name: 'another loan was asked about',
    otherLoan: true,
    says: ['skip blocked-by:customer-enrollment'],
  },
  {
    name: 'another loan was asked about, and the table is not given',
    set: { [table]: undefined },
    otherLoan: true,
    says: ['skip blocked-by:customer-enrollment'],
  },

  { name: 'direct mail, on', direct: true, says: ['pass'] },
  {
    name: 'direct mail, off',
    set: rows({ ...repaying, ...off }),
    direct: true,
    says: ['warn status-off'],
  },
  { name: 'direct mail, no row', set: rows(), direct: true, says: ['skip no-data'] },
  {
    name: 'direct mail, a row without emailEnroll',
    set: rows(repaying),
    direct: true,
    says: ['skip no-data'],
  },
  {
    name: 'direct mail, the table not given',
    set: { [table]: undefined },
    direct: true,
    says: ['skip no-data'],
  },
  {
    name: 'direct mail, status not given',
    set: { [status]: undefined },
    direct: true,
    says: ['skip no-data'],
  },
  {
    name: 'direct mail, sub-status not given',
    set: { [subStatus]: undefined },
    direct: true,
    says: ['skip no-data'],
  },
  { name: 'direct mail, links not given', set: { [links]: undefined }, direct: true, says: ['skip no-data'] },
  {
    name: 'direct mail, no links',
    set: { [links]: [] },
    direct: true,
    says: ['skip blocked-by:customer-enrollment'],
  },
]);
